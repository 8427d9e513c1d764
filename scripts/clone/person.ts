import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../bin/bootstrap.js";

/** Somebody who clones: who they are, and the clone in a folder nobody else may enter. */
export type Person = {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly home: string;
  readonly clone: string;
  readonly leave: () => void;
};

/** Whoever runs this, with a clone in a fresh folder of mode 0700. */
export function myself(): Person {
  const folder = mkdtempSync(path.join(tmpdir(), "haste-clone-"));
  const clone = path.join(folder, "outreach");
  cloneHead(clone);
  const name = process.getuid?.() === 0 ? "root" : "this user";
  return { name, home: homedir(), clone, leave: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A user made for this run, with a 0700 home and the clone inside it. Only root can make one. */
export function ordinaryUser(): Person {
  const name = `haste-check-${process.pid}`;
  const home = path.join("/home", name);
  execFileSync("useradd", ["--create-home", "--home-dir", home, "--shell", "/bin/sh", name]);
  chmodSync(home, 0o700);
  const { uid, gid } = statSync(home);
  const clone = path.join(home, "outreach");
  cloneHead(clone);
  execFileSync("chown", ["-R", `${uid}:${gid}`, clone]);
  const leave = () => {
    rmSync(home, { recursive: true, force: true });
    execFileSync("userdel", [name]);
  };
  return { name: "an ordinary user", uid, gid, home, clone, leave };
}

function cloneHead(target: string): void {
  execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, target], { stdio: "inherit" });
}

/** Starts a command in the clone as this person, in a process group of its own, as a shell would. */
export function runAs(person: Person, command: string, args: readonly string[]) {
  return spawn(command, args, {
    cwd: person.clone,
    detached: true,
    env: bareEnvironment(person.home),
    stdio: ["ignore", "pipe", "pipe"],
    ...(person.uid === undefined ? {} : { uid: person.uid }),
    ...(person.gid === undefined ? {} : { gid: person.gid }),
  });
}

const passedOn =
  /^(?:LANG|LC_\w+|TERM|CI|(?:https?|no)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|npm_config_registry)$/i;

/** What a login shell would have: nothing of ours, and no Node of ours in PATH. */
function bareEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter), HOME: home, HASTE_NESTED: "1" };
}
