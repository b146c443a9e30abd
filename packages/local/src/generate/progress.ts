const stages = ["preparing_prompt", "generating_tickets", "validating_output", "completed"];

/** Writes a line for each stage that a job has passed or entered, also for those too short to be seen. */
export function stageProgress(write: (line: string) => void): (stage: string) => void {
  let told = 0;
  return (stage) => {
    for (; told <= stages.indexOf(stage); told += 1) write(`  ${stages[told]?.replaceAll("_", " ")}\n`);
  };
}
