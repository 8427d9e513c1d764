import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** Undo stays possible for this long. */
const UNDO_MS = 10_000;

/** Tells that something was done, and takes it back. Failures are never told this way: they stand where they happened. */
export function toastDone(message: string, undo?: () => void): void {
  notifications.clean();
  const id = notifications.show({
    autoClose: undo ? UNDO_MS : 4_000,
    withCloseButton: true,
    message: (
      <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
        <span style={{ flex: 1 }}>{message}</span>
        {undo ? (
          <Button
            size="xs"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            Undo
          </Button>
        ) : null}
      </span>
    ),
  });
}
