import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { MailServer } from "../providers/index.ts";
import type { Found } from "./report.ts";
import { HopFault } from "./report.ts";

/** Somebody waits for it: less than a lane gives a server. */
export const hopMs = 10_000;

/** A bare connection, opened and closed: whether anything listens there at all. */
export function reachPort({ host, port }: Pick<MailServer, "host" | "port">): Promise<Found<true>> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })), hopMs);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ detail: `${host} answers on port ${port}`, value: true });
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** Encryption from the first byte, or on a connection that stands. Resolves once the certificate was found good. */
export function secure(server: Pick<MailServer, "host" | "port" | "servername">, socket?: Socket): Promise<TLSSocket> {
  const { host, port, servername } = server;
  const name = servername === null ? {} : { servername };
  return new Promise((resolve, reject) => {
    const tls = connectTls({ host, port, ...name, minVersion: "TLSv1.2", ...(socket === undefined ? {} : { socket }) });
    const timer = setTimeout(() => tls.destroy(new HopFault("The encryption did not begin in time.")), hopMs);
    tls.once("secureConnect", () => {
      clearTimeout(timer);
      resolve(tls);
    });
    tls.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

export function tlsWords(tls: MailServer["tls"]): string {
  if (tls === "none") return "No encryption: this server stands on your own ground";
  return tls === "implicit" ? "Encrypted from the first byte" : "Encrypted by STARTTLS";
}
