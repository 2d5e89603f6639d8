/** What a person may do, besides giving and receiving; each role counts within the person's own agency. */
export type Role = 'member' | 'operator' | 'cco' | 'auditor' | 'admin';

/** An official as the directory has them today. */
export interface Official {
  id: number;
  email: string;
  name: string;
  role: Role;
  status: 'active' | 'leave' | 'left';
  /** Where they belong today; absent for those who have no posting today. */
  posting: { id: number; rank: string; position: string } | undefined;
  department: { id: number; name: string } | undefined;
  agency: { id: number; name: string; shortName: string } | undefined;
}

export interface Department {
  id: number;
  name: string;
  agency: { id: number; name: string; shortName: string };
}
