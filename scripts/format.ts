import { runCommand } from "./checks/command.ts";

/** `npm run format [-- paths]`: formats, sorts imports and repairs what has one safe repair. */
const paths = process.argv.slice(2);
const { code, output } = await runCommand("biome", ["check", "--write", ...(paths.length > 0 ? paths : ["."])]);
console.log(output.trim());
process.exitCode = code;
