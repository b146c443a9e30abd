/** A scheduled sweep. The event only says that it is time; what is due stands in the table (B8). */
export function schedule<
  Context extends { log: { info(message: string, fields?: object): void } },
  Summary extends object,
>(
  name: string,
  sweep: (context: Context) => Promise<Summary>,
  contextOf: () => Context,
): (event: unknown) => Promise<Summary> {
  return async () => {
    const context = contextOf();
    const summary = await sweep(context);
    // A sweep that found nothing due is not news.
    if (Object.values(summary).some((count) => count !== 0))
      context.log.info("sweep done", { sweep: name, ...summary });
    return summary;
  };
}
