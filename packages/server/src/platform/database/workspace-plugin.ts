import {
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  type DeleteQueryNode,
  IdentifierNode,
  type JoinNode,
  type KyselyPlugin,
  OnNode,
  type QueryId,
  OperationNodeTransformer,
  OperatorNode,
  type OperationNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  ReferenceNode,
  type RootOperationNode,
  type SelectQueryNode,
  TableNode,
  type UnknownRow,
  type UpdateQueryNode,
  ValueNode,
  WhereNode,
  AliasNode,
} from 'kysely';
import { isGlobalTable } from './global-tables.ts';

/**
 * The first of the two workspace locks: every select, update and delete on a workspace table gets
 * `workspace_id = <this workspace>`, sub-queries and joins included. Row-level security is the second lock; this one also
 * gives the planner the leading column of every key. Inserts take the column's default, which reads the transaction's
 * setting, and row-level security checks them.
 */
class WorkspaceTransformer extends OperationNodeTransformer {
  readonly #workspaceId: string;

  constructor(workspaceId: string) {
    super();
    this.#workspaceId = workspaceId;
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId?: QueryId): SelectQueryNode {
    const inner = super.transformSelectQuery(node, queryId);
    return this.#filtered(inner, inner.from?.froms ?? []);
  }

  /** In the join's own condition: in WHERE it would turn an outer join into an inner one. */
  protected override transformJoin(node: JoinNode, queryId?: QueryId): JoinNode {
    const inner = super.transformJoin(node, queryId);
    return this.#condition(inner.table).reduce<JoinNode>(
      (join, condition) => ({
        ...join,
        on: join.on ? OnNode.cloneWithOperation(join.on, 'And', condition) : OnNode.create(condition),
      }),
      inner,
    );
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId?: QueryId): UpdateQueryNode {
    const inner = super.transformUpdateQuery(node, queryId);
    const sources = [...(inner.table ? [inner.table] : []), ...(inner.from?.froms ?? [])];
    return this.#filtered(inner, sources);
  }

  protected override transformDeleteQuery(node: DeleteQueryNode, queryId?: QueryId): DeleteQueryNode {
    const inner = super.transformDeleteQuery(node, queryId);
    return this.#filtered(inner, [...inner.from.froms, ...(inner.using?.tables ?? [])]);
  }

  #filtered<Node extends SelectQueryNode | UpdateQueryNode | DeleteQueryNode>(
    node: Node,
    sources: readonly OperationNode[],
  ): Node {
    const conditions = sources.flatMap((source) => this.#condition(source));
    const all = [...(node.where ? [node.where.where] : []), ...conditions];
    const where = all.reduce<OperationNode | undefined>(
      (left, right) => (left ? AndNode.create(left, right) : right),
      undefined,
    );
    return where && conditions.length > 0 ? { ...node, where: WhereNode.create(where) } : node;
  }

  #condition(source: OperationNode): OperationNode[] {
    const aliased = AliasNode.is(source);
    const table = aliased ? source.node : source;
    if (!TableNode.is(table)) return [];
    const { schema, identifier } = table.table;
    // A name without a schema is a common table expression of the same query: it was filtered where it was defined.
    if (!schema || isGlobalTable(`${schema.name}.${identifier.name}`)) return [];
    const name = aliased && IdentifierNode.is(source.alias) ? TableNode.create(source.alias.name) : table;
    return [
      BinaryOperationNode.create(
        ReferenceNode.create(ColumnNode.create('workspace_id'), name),
        OperatorNode.create('='),
        ValueNode.create(this.#workspaceId),
      ),
    ];
  }
}

export function workspacePlugin(workspaceId: string): KyselyPlugin {
  const transformer = new WorkspaceTransformer(workspaceId);
  return {
    transformQuery: (args: PluginTransformQueryArgs): RootOperationNode =>
      transformer.transformNode(args.node, args.queryId),
    transformResult: (args: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> =>
      Promise.resolve(args.result),
  };
}
