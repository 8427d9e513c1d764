export { type Finding, inspectEmail, inspectPerson, type StepToInspect, stepToInspect } from "./inspect.ts";
