/** Whatever JSON can say. */
export type Json = {readonly [name: string]: Json} | readonly Json[] | string | number | boolean | null;
