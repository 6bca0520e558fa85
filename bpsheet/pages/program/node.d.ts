/** What steps.js, the only module that is not for a browser, needs of Node.js. */
declare module "node:fs" {
  export function readFileSync(file: number, encoding: "utf-8"): string;
}

declare const process: { stdout: { write(text: string): void } };
