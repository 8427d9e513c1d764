/** What one client may cost; beyond it the command fails or the connection ends. All sizes in octets. */
export const imapLimits = {
  /** RFC 7162 §4 asks servers to take at least 8,192; long UID sets need more. */
  commandLine: 64 * 1024,
  /** A literal inside a command that is not APPEND (a password, a search text). */
  literal: 64 * 1024,
  /** A mail handed over with APPEND. */
  appendLiteral: 25 * 1024 * 1024,
  /** Lists inside lists, parts inside parts. */
  depth: 20,
  /** Search keys inside search keys: clients chain OR for every alternative. */
  searchDepth: 200,
  /** Words of one command. */
  tokens: 5_000,
  /** Ranges of one sequence set. */
  ranges: 5_000,
  /** Wrong passwords on one connection, and the wait after each in milliseconds. */
  failedLogins: 3,
  failedLoginDelayMs: 300,
  /** Lines that are no command, one after the other. */
  badCommands: 20,
  connections: 200,
  /** RFC 3501 §5.4: at least 30 minutes once signed in; before that nobody needs long. */
  idleMs: 31 * 60_000,
  greetingMs: 60_000,
  /** Mail sources read from the store at once while answering FETCH. */
  fetchBatch: 32,
  /** Input held back while a command runs; beyond it the socket is paused. */
  inputBacklog: 256 * 1024,
} as const;
