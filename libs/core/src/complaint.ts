/**
 * What is the matter with a rank, as a rank sees it. `dead`, `broken`, `silent`: its links tell. `late`: its part of a step
 * did not come. `drifted`: its replica is not that of the majority, which every rank says, itself included.
 */
export const COMPLAINT_KINDS = ['dead', 'broken', 'silent', 'late', 'drifted'] as const;
export type ComplaintKind = (typeof COMPLAINT_KINDS)[number];
