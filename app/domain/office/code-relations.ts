/** For whom a code can be given. */
export const CODE_RELATIONS = ["parent", "young-person", "alternative-person"] as const;
