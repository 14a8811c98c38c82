import { grants, type Permission, type PermissionScope, type Standing, tokenGrants } from '@hearback/domain/charter';
import { Refusal } from '@hearback/domain/record';
import type { IdempotentRequest, Requester } from '../journal/index.ts';
import type { Viewpoint } from '../database/index.ts';

/** What somebody proved about themselves at the door. */
export type Identified = {
  readonly workspaceId: string;
  readonly personId: string;
  readonly credential: { readonly kind: 'token' | 'session'; readonly id: string };
  /** A token's scopes; null for a session, which may do all that its person may. */
  readonly scopes: readonly Permission[] | null;
};

/** A person as the rules need them. */
export type Member = {
  readonly standing: Standing;
  readonly name: string;
  readonly service: boolean;
  /** The restricted audiences they belong to. */
  readonly audienceIds: readonly string[];
};

/** Who people are is a stage's knowledge; `app` wires it. Null: no such active person. */
export type PersonDirectory = {
  find(workspaceId: string, personId: string): Promise<Member | null>;
};

/** The person behind a request, with what they may do. Services take one and ask it; it is also the journal's requester. */
export class Caller implements Requester {
  readonly identified: Identified;
  readonly member: Member;
  readonly idempotent: IdempotentRequest | undefined;

  constructor(identified: Identified, member: Member, idempotent?: IdempotentRequest) {
    this.identified = identified;
    this.member = member;
    this.idempotent = idempotent;
  }

  get standing(): Standing {
    return this.member.standing;
  }

  get personId(): string {
    return this.member.standing.personId;
  }

  get workspaceId(): string {
    return this.identified.workspaceId;
  }

  get viewpoint(): Viewpoint {
    return { workspaceId: this.identified.workspaceId, audienceIds: this.member.audienceIds };
  }

  get actor(): Requester['actor'] {
    return { kind: this.member.service ? 'service' : 'person', id: this.personId };
  }

  /** Whether roles and, for a token, scopes allow it for this record. */
  may(permission: Permission, scope: PermissionScope = {}): boolean {
    const { scopes } = this.identified;
    return scopes ? tokenGrants(this.standing, scopes, permission, scope) : grants(this.standing, permission, scope);
  }

  /** @throws Refusal `forbidden` naming the permission. */
  require(permission: Permission, scope: PermissionScope = {}): void {
    if (this.may(permission, scope)) return;
    throw forbidden(permission);
  }

  /** The same caller for the effect of one POST that carried an Idempotency-Key. */
  once(idempotent: IdempotentRequest | undefined): Caller {
    return new Caller(this.identified, this.member, idempotent);
  }
}

export function forbidden(permission: Permission): Refusal {
  return new Refusal('forbidden', `This needs the permission “${permission}”, which you do not have here.`, {
    remedy: 'Ask a steward of the workspace, or somebody who looks after the component.',
    facts: { permission },
  });
}
