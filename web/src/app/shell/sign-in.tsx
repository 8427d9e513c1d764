import { Mark } from "../../ui/mark.tsx";

/** Nobody is signed in: say how to become somebody. There is no default password to try. */
export function SignIn() {
  return (
    <main style={{ maxWidth: 420, margin: "18vh auto 0", padding: "0 24px" }}>
      <Mark size={22} title="haste" />
      <h1
        style={{ fontSize: 17, lineHeight: "24px", fontWeight: 600, letterSpacing: "-0.015em", padding: "16px 0 4px" }}
      >
        Nobody is signed in
      </h1>
      <p className="second">
        On the machine that runs haste, print a one-time link and open it here. It works once and makes you the owner.
      </p>
      <pre
        className="mono"
        style={{ padding: "10px 12px", border: "1px solid var(--line)", borderRadius: 8, background: "var(--surface)" }}
      >
        npm run -s haste -- claim
      </pre>
    </main>
  );
}
