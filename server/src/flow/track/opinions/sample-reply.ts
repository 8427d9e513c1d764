/** What a try sends: made up, and clear enough that a model which understands it at all gets it right. */
export const sampleReply =
  "Thanks for getting in touch. We signed with another supplier in spring, so there is nothing to decide for us before the contract ends. Feel free to write again after the summer.";
