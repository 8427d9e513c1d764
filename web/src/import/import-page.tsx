import { useParams } from "@tanstack/react-router";
import { ChooseFile } from "./choose-file.tsx";
import { ImportWizard } from "./import-wizard.tsx";

/** `/import` asks for a file; `/import/:id` is that file on its way, found again after every reload. */
export function ImportPage() {
  const { importId } = useParams({ strict: false });
  return importId ? <ImportWizard key={importId} id={importId} /> : <ChooseFile />;
}
