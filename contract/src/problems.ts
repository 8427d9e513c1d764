/**
 * Every way the API refuses, in one table (RFC 9457). `fix` says what the caller can do; the detail of one occurrence
 * may replace it with something more exact. `type` URLs resolve on the instance: `/problems/<code>`.
 */
export const problems = {
  // requests
  invalid_request: {
    status: 422,
    title: "The request does not fit",
    fix: "Correct the fields listed under errors and send it again.",
  },
  malformed_json: {
    status: 400,
    title: "The body is not JSON",
    fix: "Send a JSON body with Content-Type: application/json.",
  },
  unsupported_media_type: {
    status: 415,
    title: "This kind of body is not taken here",
    fix: "Send the content type the documentation names for this route.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    fix: "Send less at once; the limit stands in the detail.",
  },
  not_found: {
    status: 404,
    title: "There is nothing here",
    fix: "Check the id and the path; archived things stay readable by id.",
  },
  method_not_allowed: {
    status: 405,
    title: "This path does not take that method",
    fix: "See /docs for the methods of this path.",
  },
  misdirected: {
    status: 421,
    title: "This host name is not served here",
    fix: "Use the address the product printed at its start, or set --public-url.",
  },
  invalid_cursor: {
    status: 422,
    title: "The cursor is not one of ours",
    fix: "Start again without cursor, then follow page.nextCursor.",
  },
  file_refused: {
    status: 422,
    title: "A mail cannot carry this file",
    fix: "Send another file, or link to it.",
  },
  // who
  unauthenticated: { status: 401, title: "Nobody is signed in", fix: "Send Authorization: Bearer <key>, or sign in." },
  invalid_key: {
    status: 401,
    title: "This API key is not valid",
    fix: "Create a key under Settings, API keys; expired and revoked keys do not come back.",
  },
  forbidden: {
    status: 403,
    title: "You may not do this",
    fix: "Ask an admin of the workspace for the permission named in the detail.",
  },
  csrf_refused: {
    status: 403,
    title: "The request did not come from this site",
    fix: "Send the request from the app itself, or use an API key.",
  },
  claim_spent: {
    status: 410,
    title: "This claim link was used or has expired",
    fix: "Run `npm run -s haste -- claim` for a new one.",
  },
  // state
  precondition_failed: {
    status: 412,
    title: "Somebody changed it meanwhile",
    fix: "Read it again, apply your change to the new version, and send its ETag.",
  },
  idempotency_mismatch: {
    status: 422,
    title: "This Idempotency-Key was used with another request",
    fix: "Use a new key for a new request.",
  },
  idempotency_in_flight: {
    status: 409,
    title: "The first request with this key still runs",
    fix: "Wait a moment and send it again.",
  },
  rate_limited: { status: 429, title: "Too many requests", fix: "Wait for the seconds in Retry-After." },
  unavailable: {
    status: 503,
    title: "The database does not answer",
    fix: "Nothing was changed. Try again after the seconds in Retry-After.",
  },
  internal: {
    status: 500,
    title: "Something broke on our side",
    fix: "Nothing was changed. Tell the operator the request id.",
  },
  // nouns
  name_taken: { status: 409, title: "This name is taken", fix: "Choose another name, or change the one that has it." },
  email_taken: {
    status: 409,
    title: "A contact with this address exists",
    fix: "Change the contact named by existingId instead.",
  },
  not_activatable: {
    status: 422,
    title: "The sequence cannot run yet",
    fix: "Mend the problems listed under errors; each names its place.",
  },
  invalid_status: {
    status: 409,
    title: "That is not possible in its present state",
    fix: "See the detail for the state it is in and what it allows.",
  },
  steps_incomplete: {
    status: 422,
    title: "The order must name each step once",
    fix: "Send the ids of all steps of this level, each exactly once.",
  },
  enrollment_refused: {
    status: 409,
    title: "This contact cannot be enrolled now",
    fix: "See guards; those marked overridable go through with `override`.",
  },
  suppressed: {
    status: 409,
    title: "This address must not be mailed",
    fix: "Leave it be. Where it was a mistake, an admin can take the address off the list under Suppressions.",
  },
  task_not_open: {
    status: 409,
    title: "This task is not open any more",
    fix: "Read it again: it says how it ended. Reopen it where the outcome was a slip.",
  },
  task_moved_on: {
    status: 409,
    title: "The sequence went on because of this task",
    fix: "Leave the outcome as it is, and write a new task for what is still to be done.",
  },
  zone_unknown: {
    status: 422,
    title: "This time zone is not known",
    fix: "Use a name of the IANA time zone list, such as Europe/Berlin.",
  },
  window_empty: {
    status: 422,
    title: "The sending window is empty",
    fix: "Let the window end at another time than it starts.",
  },
  account_in_use: {
    status: 409,
    title: "People are tied to this sending account",
    fix: "Stop or finish their sequences first, or pause the account.",
  },
  not_live: {
    status: 409,
    title: "A sandbox connects nothing outside",
    fix: "Do it in a live workspace; `haste workspace create NAME --mode live` makes one.",
  },
  provider_not_ready: {
    status: 409,
    title: "This provider is not set up here",
    fix: "Set the client id and secret of your registration, or connect the mailbox with a password.",
  },
  notice_refused: {
    status: 401,
    title: "This notice is not proven to come from the account's provider",
    fix: "See the detail, and compare what is entered at the provider with the hook of its sending account.",
  },
  provider_away: { status: 503, title: "The provider does not answer", fix: "Try again in a minute." },
  consent_spent: {
    status: 409,
    title: "This answer was used already, or is too old",
    fix: "Connect the account again; an answer is good once, for fifteen minutes, for the person who asked.",
  },
  consent_refused: {
    status: 422,
    title: "The mailbox was not connected",
    fix: "Connect again and agree to everything the provider lists.",
  },
  check_under_way: { status: 409, title: "It is being checked right now", fix: "Wait for the check to end." },
  calendar_in_use: {
    status: 409,
    title: "Sequences rest on the days of this calendar",
    fix: "Choose another calendar, or none, in the settings of the sequences named in the detail.",
  },
  pipeline_in_use: {
    status: 409,
    title: "Deals stand in this pipeline",
    fix: "Move the deals of the stages named in the detail to other stages first.",
  },
  segment_in_use: {
    status: 409,
    title: "Triggers wait for people to enter this segment",
    fix: "Take the triggers out of the sequences named in the detail first.",
  },
  template_syntax: {
    status: 422,
    title: "The template cannot be read",
    fix: "Correct it at the line and column that are named, and send it again.",
  },
  template_locked: {
    status: 403,
    title: "This template is locked",
    fix: "Ask its owner or an admin to change it, or change a copy of yours.",
  },
  snippet_in_use: {
    status: 409,
    title: "This snippet is mentioned elsewhere",
    fix: "Take it out of what is named in the detail first.",
  },
  format_not_read: {
    status: 422,
    title: "This format is not read here",
    fix: "Turn it into HTML with the tools of its own product and import that.",
  },
  host_not_allowed: {
    status: 422,
    title: "This host may not be connected",
    fix: "Use a public mail host, or start with --allow-private-hosts for hosts of your own network.",
  },
  import_unreadable: {
    status: 422,
    title: "This file cannot be read as CSV",
    fix: "Save it as CSV (UTF-8) with a header line.",
  },
  mapping_incomplete: {
    status: 422,
    title: "No column is mapped to the e-mail address",
    fix: "Map one column to email.",
  },
  // sandbox
  report_unreadable: {
    status: 422,
    title: "This is no report that can be read",
    fix: "Upload the file as it came by mail: .xml, .json, .gz or .zip, about a domain an account sends from.",
  },
  not_sandbox: {
    status: 409,
    title: "Only sandbox workspaces can do this",
    fix: "Use the sandbox workspace; live clocks and people cannot be moved.",
  },
  clock_moving: {
    status: 409,
    title: "The clock is being moved already",
    fix: "Wait until the running advance has settled.",
  },
  no_such_link: { status: 422, title: "The mail has no such link", fix: "Use one of the links listed with the mail." },
} as const satisfies Record<string, { status: number; title: string; fix: string }>;

export type ProblemCode = keyof typeof problems;

/** The body of every refusal, `application/problem+json`. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The request id; the same in the log. */
  instance: string;
  code: ProblemCode;
  fix: string;
  errors?: { pointer: string; code: string; detail: string; overridable?: boolean }[];
  [extension: string]: unknown;
}
