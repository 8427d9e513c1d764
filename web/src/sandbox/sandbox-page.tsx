import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { ActionIcon, Button, Modal, SegmentedControl } from "@mantine/core";
import { IconArrowLeft, IconFlask2, IconInbox, IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useIsSandbox } from "../app/session.ts";
import { cx } from "../ui/cx.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { plural } from "../ui/numbers.ts";
import { KeyBar, Page, PageHeader } from "../ui/page.tsx";
import p from "../ui/panes.module.css";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { PHONE, useMedia } from "../ui/use-width.ts";
import { ActPanel } from "./act-panel.tsx";
import { nameOfRecipient, shortName } from "./act-words.ts";
import { MailList } from "./mail-list.tsx";
import { MailView } from "./mail-view.tsx";
import s from "./sandbox.module.css";
import { useActs, useEmptyInbox, useMail, useMails } from "./sandbox-queries.ts";
import { TimeMachine, useNextMail } from "./time-machine.tsx";
import { type useAdvance as Advancing, useAdvance } from "./use-advance.ts";
import { WhatHappened } from "./what-happened.tsx";
import { WhoOpened } from "./who-opened.tsx";

/** Below this there is no room for three panes: the list and the mail become pages. */
const PAGES = "(max-width: 999px)";

/** Every mail the product sent in this sandbox, what becomes of it, and the clock that makes it happen. */
export function SandboxPage() {
  const sandbox = useIsSandbox();
  if (sandbox) return <Inbox />;
  return (
    <Page>
      <PageHeader icon={<IconFlask2 size={16} stroke={1.6} />} title="Sandbox inbox" />
      <Empty
        icon={<IconFlask2 size={28} stroke={1.4} />}
        title="This workspace is live"
        text="Its mails leave for real mailboxes, and its clock is everybody’s. Only sandbox workspaces catch mail and walk through time."
      />
    </Page>
  );
}

function Inbox() {
  const [url, setUrl] = useUrlState();
  const pages = useMedia(PAGES);
  const phone = useMedia(PHONE);
  const q = url.q ?? "";
  const to = url.to ?? "";
  const list = useMails(q, to);
  const advance = useAdvance();
  const openId = url.mail;
  const first = list.rows[0]?.id;
  useEffect(() => {
    // The first mail is opened once and then stays open, whatever arrives above it.
    if (!pages && !openId && first) setUrl({ mail: first }, { replace: true });
  }, [pages, openId, first, setUrl]);
  const known = list.rows.find((row) => row.id === openId);
  const onOpen = (id: string) => setUrl({ mail: id }, { replace: !pages });
  const back = () => setUrl({ mail: null, view: null });
  const reading = pages && openId !== undefined;
  const nothing = list.query.data !== undefined && list.rows.length === 0 && !q && !to;
  return (
    <Page>
      <PageHeader
        icon={
          reading ? (
            <ActionIcon onClick={back} aria-label="Back to the mails">
              <IconArrowLeft size={16} stroke={1.6} />
            </ActionIcon>
          ) : (
            <IconFlask2 size={16} stroke={1.6} />
          )
        }
        title={reading && known ? nameOfRecipient(known) : "Sandbox inbox"}
        meta={list.total === undefined || reading ? null : `${plural(list.total, "mail", "mails")}, all caught here`}
        actions={
          reading || nothing ? null : (
            <>
              <WhoOpened phone={phone} />
              <EmptyInbox n={list.total ?? list.rows.length} phone={phone} />
            </>
          )
        }
      />
      {reading ? null : <TimeMachine advance={advance} />}
      {nothing ? (
        <NothingCaught advance={advance} />
      ) : (
        <div className={cx(p.panes, s.panes)}>
          {reading ? null : (
            <MailList
              list={list}
              openId={openId}
              q={q}
              to={to}
              onOpen={onOpen}
              onSearch={(text) => setUrl({ q: text, ...(pages ? {} : { mail: null }) }, { replace: true })}
              onEverybody={() => setUrl({ q: null, to: null })}
            />
          )}
          {openId && (reading || !pages) ? (
            <OpenMail key={openId} id={openId} known={known} phone={phone} onBack={reading ? back : undefined} />
          ) : null}
        </div>
      )}
      <KeyBar
        keys={[
          ["j k", "next mail"],
          ["1–8", "act"],
          ["→", "walk to the next mail"],
          ["d", "one day"],
        ]}
      />
    </Page>
  );
}

interface OpenProps {
  readonly id: string;
  readonly known: SandboxEmail | undefined;
  readonly phone: boolean;
  readonly onBack: (() => void) | undefined;
}

/** The mail and, beside it, its recipient and its way; on phones two pages of one mail. */
function OpenMail({ id, known, phone, onBack }: OpenProps) {
  const [url, setUrl] = useUrlState();
  const read = useMail(id, known);
  const acting = useActs(id);
  const mail = read.data;
  useKeys(onBack ? [{ keys: "Escape", label: "Back to the mails", group: "Sandbox inbox", run: onBack }] : []);
  if (!mail)
    return (
      <div className={p.view}>
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : (
          <div className={p.bones}>
            <Bone width="40%" height={16} />
            <Bone width="70%" />
            <Bone width="60%" />
          </div>
        )}
      </div>
    );
  const side = url.view === "act";
  return (
    <>
      {phone ? (
        <div className={s.switch}>
          <SegmentedControl
            fullWidth
            aria-label="Part of this page"
            value={side ? "act" : "mail"}
            onChange={(view) => setUrl({ view: view === "act" ? "act" : null }, { replace: true })}
            data={[
              { value: "mail", label: "Mail" },
              { value: "act", label: `Act as ${shortName(mail)}` },
            ]}
          />
        </div>
      ) : null}
      {phone && side ? null : <MailView mail={mail} onLink={(link) => acting.act.mutate({ name: "click", link })} />}
      {phone && !side ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <aside className={p.side} aria-label="Recipient" tabIndex={0}>
          <ActPanel mail={mail} acting={acting} />
          <WhatHappened mail={mail} acting={acting} />
        </aside>
      )}
    </>
  );
}

function NothingCaught({ advance }: { advance: ReturnType<typeof Advancing> }) {
  const next = useNextMail();
  return (
    <Empty
      icon={<IconInbox size={28} stroke={1.4} />}
      title="Nothing caught yet"
      text="Every mail your sequences send lands here instead of outside. Walk the clock to the next one, and read it as its recipient."
    >
      <Button variant="filled" loading={advance.moving} onClick={() => advance.walk(next)}>
        Walk to the next mail
      </Button>
    </Empty>
  );
}

/** Emptying cannot be taken back, so it asks; what the product knows of the mails stays. */
function EmptyInbox({ n, phone }: { n: number; phone: boolean }) {
  const [asking, setAsking] = useState(false);
  const empty = useEmptyInbox();
  return (
    <>
      {phone ? (
        <ActionIcon aria-label="Empty the inbox" onClick={() => setAsking(true)}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      ) : (
        <Button variant="subtle" leftSection={<IconTrash size={14} stroke={1.75} />} onClick={() => setAsking(true)}>
          Empty the inbox
        </Button>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        size={440}
        title={`Empty the inbox of ${plural(n, "mail", "mails")}`}
      >
        <p className="second">
          The caught copies go. People, sequences and everything the product knows of these mails stay.
        </p>
        {empty.error ? <ErrorState error={empty.error} /> : null}
        <div className={p.foot}>
          <Button onClick={() => setAsking(false)} data-autofocus>
            Cancel
          </Button>
          <Button
            variant="outline"
            loading={empty.isPending}
            onClick={() => empty.mutate(undefined, { onSuccess: () => setAsking(false) })}
          >
            Empty the inbox
          </Button>
        </div>
      </Modal>
    </>
  );
}
