import { IconMail } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { paths } from "../../app/paths.ts";
import { useMe } from "../../app/session.ts";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { Page, PageBody, PageHeader } from "../../ui/page.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { isKeyProvider } from "../key-form.ts";
import { AddressStep } from "./address-step.tsx";
import { CheckStep } from "./check-step.tsx";
import s from "./connect.module.css";
import { KeyStep } from "./key-step.tsx";
import { ServerStep } from "./server-step.tsx";

/**
 * Three steps on one page: which mailbox, how it is reached, and a look whether that works. The address holds how far one
 * came, so that a reload or a colleague goes on there.
 */
export function ConnectPage() {
  const me = useMe();
  const router = useRouter();
  const [url, setUrl] = useUrlState();
  const { email = "", way = "", account = "", by = "" } = url;
  const isDone = way !== "" || account !== "";
  const isSandbox = me.workspace.mode === "sandbox";
  useKeys([
    {
      keys: "Escape",
      label: "Back to the list",
      group: "Sending accounts",
      run: () => router.history.push(paths.accounts),
    },
  ]);
  return (
    <Page>
      <PageHeader
        icon={<IconMail size={16} stroke={1.6} />}
        crumbs={[{ label: "Sending accounts", href: paths.accounts }]}
        title="Connect account"
      />
      <PageBody label="Connect account">
        <div className={s.wizard}>
          <AddressStep
            email={email}
            isSandbox={isSandbox}
            isDone={isDone}
            onChoose={(typed, service) => setUrl({ email: typed, way: "servers", by: service, account: null })}
            onChange={() => setUrl({ way: null, by: null, account: null })}
          />
          {isDone && isKeyProvider(by) ? (
            <KeyStep
              key={`${by} ${email}`}
              provider={by}
              email={email}
              accountId={account}
              isOpen={way === "servers"}
              onSaved={(id) => setUrl({ account: id, way: "check" })}
              onChange={() => setUrl({ way: "servers" })}
            />
          ) : null}
          {isDone && !isKeyProvider(by) ? (
            <ServerStep
              key={email}
              email={email}
              accountId={account}
              isSandbox={isSandbox}
              isOpen={way === "servers"}
              onSaved={(id) => setUrl({ account: id, way: "check" })}
              onChange={() => setUrl({ way: "servers" })}
            />
          ) : null}
          {account && way === "check" ? (
            <CheckStep accountId={account} onMend={() => setUrl({ way: "servers" })} />
          ) : null}
        </div>
      </PageBody>
    </Page>
  );
}
