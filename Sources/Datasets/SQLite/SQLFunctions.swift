/// The SQL functions that a workspace's statement may call.
///
/// Built-in, without side effects, and with the same answer tonight and in a year: no `random`, no
/// `current_date`, nothing that loads or writes. The date functions are allowed here, and `ClocklessSystem` keeps
/// the current time from them; what remains of the machine is its time zone, in the modifiers 'localtime' and
/// 'utc'. **Source:** sqlite.org, lists of core, date, aggregate,
/// window, JSON and mathematical functions.
enum SQLFunctions {
  static let allowed: Set<String> = [
    // core
    "abs", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull", "iif", "instr",
    "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min", "nullif", "octet_length",
    "printf", "quote", "replace", "round", "rtrim", "sign", "substr", "substring", "trim", "typeof",
    "unhex", "unicode", "unlikely", "upper", "zeroblob", "sqlite_version",
    // date and time
    "date", "datetime", "julianday", "strftime", "time", "timediff", "unixepoch",
    // aggregate and window
    "avg", "count", "group_concat", "string_agg", "sum", "total", "median", "percentile", "percentile_cont",
    "percentile_disc", "cume_dist", "dense_rank", "first_value", "lag", "last_value", "lead", "nth_value",
    "ntile", "percent_rank", "rank", "row_number",
    // JSON
    "json", "json_array", "json_array_length", "json_each", "json_error_position", "json_extract",
    "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch", "json_pretty",
    "json_quote", "json_remove", "json_replace", "json_set", "json_tree", "json_type", "json_valid", "->",
    "->>",
    // mathematics
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos", "cosh", "degrees",
    "exp", "floor", "ln", "log", "log10", "log2", "mod", "pi", "pow", "power", "radians", "sin", "sinh",
    "sqrt", "tan", "tanh", "trunc",
    // full-text search of tables that are there already
    "bm25", "highlight", "match", "snippet",
  ]

  /// Virtual tables that show or change the inside of a file or of the process.
  static let refusedTables: Set<String> = [
    "sqlite_dbpage", "dbstat", "sqlite_stmt", "sqlite_memstat", "bytecode", "tables_used", "fsdir",
    "completion", "zipfile",
  ]
}
