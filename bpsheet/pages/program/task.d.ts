/** The task of steps.js: a worked example, and how many rows of it; printed. */
export const task: { example: import("./example.js").Example; rows: number };
