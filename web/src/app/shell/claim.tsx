import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Mark } from "../../ui/mark.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { api } from "../api.ts";
import { paths } from "../paths.ts";

/**
 * Turns a one-time link into an owner's session. It waits for a press, because mail scanners and previews open links,
 * and the link works once.
 */
export function Claim() {
  const [name, setName] = useState("");
  const token = location.hash.slice(1);
  const claim = useMutation({
    mutationFn: () => api("POST /auth/claim", { body: { token, ...(name.trim() ? { name: name.trim() } : {}) } }),
    onSuccess: () => location.replace(paths.home),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    claim.mutate();
  }
  return (
    <main style={{ maxWidth: 420, margin: "18vh auto 0", padding: "0 24px" }}>
      <Mark size={22} title="haste" />
      <h1
        style={{ fontSize: 17, lineHeight: "24px", fontWeight: 600, letterSpacing: "-0.015em", padding: "16px 0 4px" }}
      >
        Make this workspace yours
      </h1>
      <p className="second">This link works once and signs this browser in as its owner.</p>
      <form onSubmit={submit} style={{ display: "flex", flexDirection: "column", gap: 14, paddingTop: 16 }}>
        <TextInput
          label="Your name"
          value={name}
          maxLength={100}
          autoComplete="name"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {claim.error ? <ErrorState error={claim.error} /> : null}
        <div>
          <Button type="submit" variant="filled" loading={claim.isPending} disabled={token.length < 10}>
            Take ownership
          </Button>
        </div>
      </form>
    </main>
  );
}
