import type { StrandedAccount } from "@haste/contract/nouns/rotation";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Modal, Select } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "../sequences.module.css";
import { accountsQuery } from "./accounts-query.ts";

/** Who waits for an account that cannot send, and what may be done: nobody is switched to another one in silence. */
export function Stranded({ sequence }: { sequence: Sequence }) {
  const [moving, setMoving] = useState<StrandedAccount | null>(null);
  const stranded = useQuery({
    queryKey: ["sequences", sequence.id, "paused-accounts"],
    queryFn: ({ signal }) => api("GET /sequences/:id/paused-accounts", { params: { id: sequence.id }, signal }),
    enabled: sequence.archivedAt === null && sequence.publishedVersion !== null,
  });
  const accounts = stranded.data?.data ?? [];
  if (accounts.length === 0) return null;
  return (
    <div className={s.problems} role="status">
      {accounts.map((account) => (
        <div key={account.id} className={s.problem}>
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
          <span>
            {plural(account.people, "person has", "people have")} their thread with {account.email}, which is paused
            {account.statusReason ? `: ${account.statusReason}` : ""}. They wait until it sends again.
          </span>
          <A className="link" href={paths.accounts}>
            See the account
          </A>
          <Button size="xs" onClick={() => setMoving(account)}>
            Move them…
          </Button>
        </div>
      ))}
      {moving ? <MoveDialog sequence={sequence} from={moving} onClose={() => setMoving(null)} /> : null}
    </div>
  );
}

interface MoveDialogProps {
  readonly sequence: Sequence;
  readonly from: StrandedAccount;
  readonly onClose: () => void;
}

function MoveDialog({ sequence, from, onClose }: MoveDialogProps) {
  const queries = useQueryClient();
  const accounts = useQuery(accountsQuery);
  const pool = sequence.settings.sendingAccounts;
  const usable = (accounts.data?.data ?? []).filter(({ id, status }) => status === "active" && id !== from.id);
  // Those that the sequence names come first.
  const isNamed = ({ id }: { id: string }) => pool?.some((one) => one.id === id) ?? false;
  const sorted = [...usable.filter(isNamed), ...usable.filter((one) => !isNamed(one))];
  const [chosen, setChosen] = useState<string | null>(null);
  const to = chosen ?? sorted[0]?.id ?? null;
  const move = useMutation({
    mutationFn: () =>
      api("POST /sequences/:id/move-account", {
        params: { id: sequence.id },
        body: { fromAccountId: from.id, toAccountId: to ?? "" },
      }),
    onSuccess: ({ people }) => {
      toastDone(`${plural(people, "person goes", "people go")} on from the other account.`);
      void queries.invalidateQueries({ queryKey: ["sequences"] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Move ${plural(from.people, "person", "people")}`} size={440}>
      <p>
        Their threads go on from another address.{" "}
        <span className="second">Replies to {from.email} count as long as its mailbox is read.</span>
      </p>
      <Select
        label="To"
        style={{ paddingTop: 12 }}
        allowDeselect={false}
        disabled={accounts.isPending}
        value={to}
        data={sorted.map(({ id, email }) => ({ value: id, label: email }))}
        placeholder="No other account is active"
        onChange={setChosen}
      />
      {move.error ? <ErrorState error={move.error} retry={() => move.mutate()} /> : null}
      <div className={s.dialogFoot}>
        <Button onClick={onClose}>Let them wait</Button>
        <Button variant="filled" disabled={to === null} loading={move.isPending} onClick={() => move.mutate()}>
          Move {plural(from.people, "person", "people")}
        </Button>
      </div>
    </Modal>
  );
}
