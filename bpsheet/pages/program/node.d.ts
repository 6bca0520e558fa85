/** What steps.js, the only module that is not for a browser, needs of Node.js. */
declare const process: { stdout: { write(text: string): void } };
