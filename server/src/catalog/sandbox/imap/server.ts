import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { serveConnection } from "./connection.ts";
import { imapLimits } from "./limits.ts";
import type { MailStore } from "./mail-store.ts";

export interface ImapServer {
  readonly host: string;
  readonly port: number;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

export interface ImapServerOptions {
  readonly store: MailStore;
  /** 0 takes a free port. */
  readonly port: number;
  readonly onFault: (err: unknown) => void;
}

/**
 * An IMAP4rev1 server on loopback for the sandbox's mailboxes and for tests: without TLS, because nothing leaves the
 * machine; with the same words on the wire as a real one, because the product reads it with its real client.
 */
export async function startImapServer({ store, port, onFault }: ImapServerOptions): Promise<ImapServer> {
  const host = "127.0.0.1";
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    if (open.size >= imapLimits.connections) {
      socket.end("* BYE Too many connections.\r\n");
      return;
    }
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    void serveConnection(socket, { store, onFault });
  });
  server.listen({ port, host });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The IMAP server has no port.");
  return {
    host,
    port: address.port,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
