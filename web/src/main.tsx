import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./ui/theme/styles.ts";
import { mayRetry } from "./app/api.ts";
import { router } from "./app/router.tsx";
import { cssVariables, theme } from "./ui/theme/theme.ts";

const queries = new QueryClient({
  defaultOptions: { queries: { retry: mayRetry, retryDelay: 500, refetchOnWindowFocus: true, staleTime: 5_000 } },
});
// The same key as in public/scheme.js, which sets the scheme before the first paint.
const schemes = localStorageColorSchemeManager({ key: "haste.scheme" });

// People have names in many scripts, and `font-display: optional` takes a font only when it is there early.
for (const glyph of ["Ł", "ợ", "α", "я"]) void document.fonts.load('13px "Inter Variable"', glyph);

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={1} zIndex={400} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
