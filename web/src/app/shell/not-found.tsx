import { Button } from "@mantine/core";
import { IconMapQuestion } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { paths } from "../paths.ts";

export function NotFound() {
  const router = useRouter();
  return (
    <Page>
      <PageHeader title="Nothing here" />
      <Empty
        icon={<IconMapQuestion size={28} stroke={1.4} />}
        title="There is no such screen"
        text="The address may be mistyped, or belong to another workspace."
      >
        <Button onClick={() => router.history.push(paths.home)}>Go home</Button>
      </Empty>
    </Page>
  );
}
