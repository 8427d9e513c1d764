/** What an answer may carry beside its body. */
export interface ReplyOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The secret of a new session, put into the browser's cookie; null takes the cookie away. Never stored or replayed. */
  readonly session?: string | null;
}

/** An answer with more than a body. Handlers otherwise return the bare body. */
export class Reply<B> {
  readonly body: B;
  readonly options: ReplyOptions;

  constructor(body: B, options: ReplyOptions = {}) {
    this.body = body;
    this.options = options;
  }
}

/** 201 with `Location`. @param path under `/api/v1`, such as `/contacts/<id>` */
export function created<B>(path: string, body: B): Reply<B> {
  return new Reply(body, { status: 201, headers: { location: `/api/v1${path}` } });
}

/** 202 with `Location`. @param path under `/api/v1`, usually `/jobs/<id>` */
export function accepted<B>(path: string, body: B): Reply<B> {
  return new Reply(body, { status: 202, headers: { location: `/api/v1${path}` } });
}
