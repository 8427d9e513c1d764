import { Failure } from "../platform/cli/index.ts";
import type { Config } from "../platform/config/index.ts";
import { findPortHolder, type PortState, tryPort } from "./port-holder.ts";
import { askReady, findRunning } from "./running-product.ts";

/**
 * Looks before anything is started whether this product can listen where it should.
 * @throws Failure that names who is in the way and how to go another one
 */
export async function requirePlaceToListen(config: Config): Promise<void> {
  // A given database may serve any number of products; the embedded one has one keeper.
  const running = config.databaseUrl === null ? await findRunning(config.dataDir) : null;
  if (running !== null && running.pid !== process.pid && (await askReady(running)) !== "silent") {
    throw new Failure(
      `The product runs already on the data folder ${config.dataDir}: ${running.publicUrl} (process ${running.pid}).`,
      "Stop that one first, or choose another folder and port: --data-dir PATH --port 0.",
    );
  }
  if (config.port !== 0) refuse(await tryPort(config.host, config.port), config);
}

/** The same words for what listening itself may run into, when somebody was faster. */
export function explainListening(thrown: unknown, config: Config): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== "EADDRINUSE") return thrown;
  return portTaken(config);
}

function refuse(state: PortState, config: Config): void {
  if (state === "used") throw portTaken(config);
  if (state === "forbidden") {
    throw new Failure(
      `This user may not listen on port ${config.port}.`,
      "Choose one from 1024: --port 8080 (HASTE_PORT=8080).",
    );
  }
  if (state === "no such address") {
    throw new Failure(
      `This machine has no address ${config.host} to listen on.`,
      "Choose one it has, such as --host 127.0.0.1 or --host 0.0.0.0.",
    );
  }
}

function portTaken({ port }: Config): Failure {
  const next = port < 65_535 ? port + 1 : port - 1;
  return new Failure(
    `Port ${port} is taken by ${describeHolder(port)}.`,
    `Stop that one, or choose another port: --port ${next} (HASTE_PORT=${next}), or --port 0 for a free one.`,
  );
}

/** `process 123 (node server.js)`, or what can be said without knowing. */
export function describeHolder(port: number): string {
  const holder = findPortHolder(port);
  return holder === null ? "another program (perhaps of another user)" : `process ${holder.pid} (${holder.command})`;
}
