// What glibc keeps behind _GNU_SOURCE, where Swift can't see it.
#ifndef CSPAWN_H
#define CSPAWN_H

#include <sys/types.h>

// A pipe whose ends no child inherits, roomy where the system allows; 0 or an error number.
int cspawn_pipe(int ends[2], int size);

// Starts a program in a folder and a process group of its own, with three descriptors and no other, all signals
// as a fresh program expects them, and no core files; 0 or an error number.
int cspawn_start(pid_t *child, const char *path, char *const arguments[], char *const environment[],
                 const char *folder, int input, int output, int errors);

// How a child that was not reaped yet stands: 0 running, 1 exited with the status, 2 ended by the signal, -1 gone.
int cspawn_state(pid_t child, int *status);

// strtod in the C locale, whatever locale a library has set.
double cspawn_number(const char *text, char **end);

#endif
