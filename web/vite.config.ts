import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * Builds the app into `web/dist`, which the server hands out as it is. Nothing is inlined as a data URL, so that a
 * policy of `font-src 'self'; img-src 'self'` holds.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2023",
    reportCompressedSize: false,
  },
});
