/** What bpsheet/pages/arithmetic.py prints. */
import type { Arithmetic } from "./example.js";

export const arithmetic: Arithmetic;
