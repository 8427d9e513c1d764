/**
 * The three roles of the database. None can log in: a connection logs in as whoever the URL names and becomes one of
 * them at its first breath (`options=-c role=…`), so `RESET ROLE` and `DISCARD ALL` fall back to the role, not to the
 * login.
 *
 * - `haste_owner` owns the tables and runs migrations.
 * - `haste_app` is the server: no superuser, no BYPASSRLS, sees one workspace at a time.
 * - `haste_sweep` reads the due rows of all workspaces and nothing else.
 */
export type DatabaseRole = "haste_owner" | "haste_app" | "haste_sweep";

/** The start-up option that makes a connection take a role. A pooler in front must let `options` through. */
export function roleOption(role: DatabaseRole): string {
  return `-c role=${role}`;
}

/** The same database URL, entered as `role`; for libraries that open their own connections. */
export function urlAsRole(url: string, role: DatabaseRole): string {
  const address = new URL(url);
  address.searchParams.set("options", roleOption(role));
  return address.toString().replaceAll("+", "%20");
}

/** The same server, another database. */
export function urlOfDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(name)}`;
  return address.toString();
}
