import { connect } from "node:tls";
import type { SeenCertificate } from "@haste/engine/deliverability";
import { HostNotAllowed, type HostPolicy, resolveChecked } from "../../../platform/net/index.ts";

export type SeeCertificate = (host: string, port: number) => Promise<SeenCertificate>;

const handshakeMs = 5_000;

/** Shakes hands with a name as a browser would, on an address that may be connected, and hangs up. */
export function seeCertificate(policy: HostPolicy): SeeCertificate {
  return async (host, port) => {
    try {
      const { address } = await resolveChecked(host, policy);
      return await shakeHands(host, { address, port });
    } catch (error) {
      const reason =
        error instanceof HostNotAllowed ? error.message : `${host} could not be reached (${(error as Error).message}).`;
      return { kind: "unknown", reason };
    }
  };
}

function shakeHands(
  servername: string,
  { address, port }: { address: string; port: number },
): Promise<SeenCertificate> {
  return new Promise((resolve) => {
    // Refused certificates are what is looked for, so the handshake goes through and says why.
    const socket = connect({ host: address, port, servername, rejectUnauthorized: false, timeout: handshakeMs });
    const end = (seen: SeenCertificate) => {
      socket.destroy();
      resolve(seen);
    };
    socket.once("secureConnect", () => {
      if (!socket.authorized) {
        return end({
          kind: "refused",
          reason: `Browsers refuse its certificate (${String(socket.authorizationError)}).`,
        });
      }
      const until = new Date(socket.getPeerCertificate().valid_to);
      return end({ kind: "valid", until: Number.isNaN(until.getTime()) ? "" : until.toISOString().slice(0, 10) });
    });
    socket.once("timeout", () => end({ kind: "unknown", reason: `${servername} did not answer in time.` }));
    socket.once("error", (error) =>
      end({ kind: "unknown", reason: `${servername} speaks no TLS (${error.message}).` }),
    );
  });
}
