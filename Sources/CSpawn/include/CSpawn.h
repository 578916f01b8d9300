// What glibc keeps behind _GNU_SOURCE, and what only C may do between fork and exec.
#ifndef CSPAWN_H
#define CSPAWN_H

#include <sys/types.h>

// A pipe whose ends no child inherits, roomy where the system allows; 0 or an error number.
int cspawn_pipe(int ends[2], int size);

// Starts a program in a folder and a process group of its own, with three descriptors (each above 2) and no other,
// all signals as a fresh program expects them, and no core files; 0 or an error number, that of a failing exec too.
// The kernel kills it when this process ends, however that ends.
int cspawn_start(pid_t *child, const char *path, char *const arguments[], char *const environment[],
                 const char *folder, int input, int output, int errors);

// Kills the groups of all that was started and not forgotten; a signal's handler may call it.
void cspawn_end_all(void);

// Its group is ended, and its number will be somebody else's: to be called before it is reaped.
void cspawn_forget(pid_t group);

// How a child that was not reaped yet stands: 0 running, 1 exited with the status, 2 ended by the signal, -1 gone.
int cspawn_state(pid_t child, int *status);

// strtod in the C locale, whatever locale a library has set.
double cspawn_number(const char *text, char **end);

#endif
