/** Which events of others the product takes in, as an EventBridge pattern: the rule before the intake queue. */
export const inboundEventPattern = { "detail-type": ["tickets.generation_requested"] };
