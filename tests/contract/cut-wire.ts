import { connect, createServer, type Server, type Socket } from "node:net";

/** A wire to the database that a test can cut and mend. */
export interface CutWire {
  /** The database's URL by way of this wire. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Lays a wire on a port of this machine to the server that `url` names by its socket folder or by host and port. */
export async function layWire(url: string): Promise<CutWire> {
  const target = new URL(url);
  const folder = target.searchParams.get("host");
  const port = target.searchParams.get("port") ?? (target.port || "5432");
  const far = () => (folder === null ? connect(Number(port), target.hostname) : connect(`${folder}/.s.PGSQL.${port}`));
  const open = new Set<Socket>();
  const keep = (socket: Socket, other: Socket) => {
    open.add(socket);
    socket
      .on("error", () => {})
      .on("close", () => {
        open.delete(socket);
        other.destroy();
      });
  };
  const server: Server = createServer((near) => {
    const distant = far();
    keep(near, distant);
    keep(distant, near);
    near.pipe(distant).pipe(near);
  });
  let place = 0;
  const mend = () => new Promise<void>((resolve) => server.listen(place, "127.0.0.1", resolve));
  await mend();
  place = (server.address() as { port: number }).port;
  return {
    url: `postgresql://${target.username || "postgres"}@127.0.0.1:${place}${target.pathname}`,
    mend,
    cut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      return closed;
    },
  };
}
