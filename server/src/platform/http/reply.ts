/** An answer with more than a body: its own status or headers. Handlers otherwise return the bare body. */
export class Reply<B> {
  readonly status: number | undefined;
  readonly body: B;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    body: B,
    options: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    this.body = body;
    this.status = options.status;
    this.headers = options.headers ?? {};
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
