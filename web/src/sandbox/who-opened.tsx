import type { SandboxVerdicts } from "@haste/contract/nouns/sandbox";
import { fewestForRate } from "@haste/engine/report";
import { ActionIcon, Button, Modal } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { rangeWords } from "../ui/evidence.ts";
import { count, percent, plural } from "../ui/numbers.ts";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { useVerdicts } from "./sandbox-queries.ts";
import s from "./who-opened.module.css";

const panel = "verdicts";
const title = "Who opened: what we said and what was true";

/** The button and, behind it, how well this sandbox's opens and clicks were told apart. */
export function WhoOpened({ phone }: { phone: boolean }) {
  const [url, setUrl] = useUrlState();
  const open = () => setUrl({ panel });
  return (
    <>
      {phone ? (
        <ActionIcon aria-label="Who opened" onClick={open}>
          <IconEye size={16} stroke={1.6} />
        </ActionIcon>
      ) : (
        <Button variant="subtle" leftSection={<IconEye size={14} stroke={1.75} />} onClick={open}>
          Who opened
        </Button>
      )}
      <Modal opened={url.panel === panel} onClose={() => setUrl({ panel: null })} size={620} title={title}>
        <Verdicts />
      </Modal>
    </>
  );
}

function Verdicts() {
  const { data, error, refetch } = useVerdicts();
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} />;
  if (data.visits === 0)
    return (
      <Empty
        title="Nobody opened or clicked yet"
        text="Recipients of the sandbox, and the machines before their mailboxes, act minutes to hours after a mail. Walk the clock, or act as one of them."
      />
    );
  return (
    <>
      <p className="second">
        In a sandbox it is known who came. {plural(data.visits, "open or click", "opens and clicks")} of the latest{" "}
        {count(data.mostMails)} mails at most, and what they were called.
      </p>
      <Scores found={data} />
      <Visitors rows={data.rows} />
      <p className={s.note}>
        Unknown counts and moves nobody. How often each machine comes here is a guess, so the shares say little about
        your recipients; the rows say what becomes of each.
      </p>
    </>
  );
}

function Scores({ found: { human, machine, counted } }: { found: SandboxVerdicts }) {
  return (
    <dl className={s.scores}>
      <Figure words="Called human, and a person’s" rate={human.precision} />
      <Figure words="People found (without those behind a proxy)" rate={human.recall} />
      <Figure words="Called machine, and one" rate={machine.precision} />
      <Figure words="Machines found" rate={machine.recall} />
      <Figure words="People’s visits that count" rate={counted} />
    </dl>
  );
}

/** A share with its range; of few visits it is mostly chance, so only how many of how many. */
function Figure({ words, rate }: { words: string; rate: SandboxVerdicts["counted"] }) {
  const isFew = rate.of < fewestForRate;
  return (
    <div>
      <dt>{words}</dt>
      <dd>
        {isFew ? null : <b>{percent(rate.rate)}</b>}
        <span className={isFew ? s.few : s.range}>
          {count(rate.n)} of {count(rate.of)}
          {isFew ? "" : `, ${rangeWords(rate)} %`}
        </span>
      </dd>
    </div>
  );
}

type Row = SandboxVerdicts["rows"][number];

const visitors: Readonly<Record<Row["who"], string>> = {
  person: "Person",
  proxy: "Person behind Gmail’s proxy",
  prefetch: "Apple’s prefetching",
  barracuda: "Gateway that names itself",
  safelinks: "SafeLinks, at delivery",
  "safelinks-at-click": "SafeLinks, at a click",
  mimecast: "Mimecast’s kind",
  proofpoint: "Proofpoint’s kind",
  patient: "Patient scanner",
};
const inOrder = Object.keys(visitors);
const whatTheyDid = { opened: "opens", clicked: "clicks" } as const;

function Visitors({ rows }: { rows: readonly Row[] }) {
  const sorted = rows.toSorted(
    (a, b) => inOrder.indexOf(a.who) - inOrder.indexOf(b.who) || b.kind.localeCompare(a.kind),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={s.scroll} aria-label="Who it was, and what it was called" tabIndex={0}>
      <table className={s.table}>
        <thead>
          <tr>
            <th scope="col">Who it was</th>
            <th scope="col">Called human</th>
            <th scope="col">Unknown</th>
            <th scope="col">Machine</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={`${row.who} ${row.kind}`}>
              <th scope="row">
                {visitors[row.who]} <span className={s.what}>{whatTheyDid[row.kind]}</span>
              </th>
              <Cell n={row.human} isWrong={row.truth === "machine"} />
              <Cell n={row.unknown} isWrong={false} />
              <Cell n={row.machine} isWrong={row.truth !== "machine"} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** None is a dash; what was called wrong says so in words as well as in color. */
function Cell({ n, isWrong }: { n: number; isWrong: boolean }) {
  if (n === 0) return <td className={s.none}>–</td>;
  return (
    <td className={isWrong ? s.wrong : undefined}>
      {count(n)}
      {isWrong ? " wrong" : null}
    </td>
  );
}
