import type { SavedView } from "@haste/contract/nouns/saved-views";
import { Button, Menu } from "@mantine/core";
import { IconBookmark, IconPencil, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { useViewDeeds } from "./use-saved-views.ts";
import { ViewDialog } from "./view-dialog.tsx";

const icon = { size: 16, stroke: 1.6 };

type Address = Readonly<Record<string, string>>;
type Kept = Pick<SavedView, "query" | "columns">;

/** How a list stands in the address, and what of it a view keeps. */
export interface KeptList {
  readonly screen: SavedView["screen"];
  /** What a view keeps, in words. */
  readonly keeps: string;
  readonly viewOf: (address: Address) => Kept;
  readonly isShown: (view: Kept, address: Address) => boolean;
  readonly hrefOf: (view: SavedView) => string;
}

/** Keeps what the list shows under a name, and looks after the view that is open. */
export function ViewMenu({ saved, list }: { saved: readonly SavedView[]; list: KeptList }) {
  const { keeps, viewOf, isShown, hrefOf } = list;
  const [url, setUrl] = useUrlState();
  const router = useRouter();
  const { create, change, remove } = useViewDeeds(list.screen);
  const [dialog, setDialog] = useState<"new" | "change" | null>(null);
  const open = saved.find(({ id }) => id === url.saved);
  const isOther = open !== undefined && !isShown(open, url);
  const openNew = () => {
    create.reset();
    setDialog("new");
  };
  useKeys([{ keys: "s", label: "Save this view", group: "List", run: openNew }]);
  return (
    <>
      <Menu width={250}>
        <Menu.Target>
          <Button size="xs" leftSection={<IconBookmark size={14} stroke={1.75} />}>
            {isOther ? "View, changed" : "View"}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlus {...icon} />} rightSection={<Kbd keys="s" />} onClick={openNew}>
            Save as a new view…
          </Menu.Item>
          {open?.canChange ? (
            <>
              <Menu.Item
                leftSection={<IconRefresh {...icon} />}
                disabled={!isOther}
                onClick={() =>
                  change.mutate(
                    { view: open, ...viewOf(url) },
                    { onSuccess: () => toastDone(`“${open.name}” keeps what the list shows now.`) },
                  )
                }
              >
                Keep this in “{open.name}”
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPencil {...icon} />}
                onClick={() => {
                  change.reset();
                  setDialog("change");
                }}
              >
                Name and who sees it…
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash {...icon} />}
                onClick={() => remove.mutate(open, { onSuccess: () => setUrl({ saved: null }, { replace: true }) })}
              >
                Remove “{open.name}”
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {dialog === null && (change.error || remove.error) ? <ErrorState error={change.error ?? remove.error} /> : null}
      {dialog === "new" ? (
        <ViewDialog
          title="Save this view"
          verb="Save view"
          keeps={keeps}
          first={{ name: "", visibility: "private" }}
          error={create.error}
          isSaving={create.isPending}
          onClose={() => setDialog(null)}
          onSave={(words) =>
            create.mutate(
              { ...words, ...viewOf(url) },
              {
                onSuccess: (view) => {
                  setDialog(null);
                  router.history.push(hrefOf(view));
                },
              },
            )
          }
        />
      ) : null}
      {dialog === "change" && open ? (
        <ViewDialog
          title={`The view “${open.name}”`}
          verb="Save"
          keeps={keeps}
          first={open}
          error={change.error}
          isSaving={change.isPending}
          onClose={() => setDialog(null)}
          onSave={(words) => change.mutate({ view: open, ...words }, { onSuccess: () => setDialog(null) })}
        />
      ) : null}
    </>
  );
}
