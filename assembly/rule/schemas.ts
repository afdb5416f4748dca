/** The schemas of events, and the paths at which the rule's table has the fields it looks at. */
import { PathTree, plantPaths } from "../event/path-tree";
import { Paths } from "../event/paths";
import { Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";

export { Clue, Schema } from "../table/generated/schemas";

export const CLUE_PATHS: Paths = RULE_TABLE + load<u16>(RULE_TABLE, Layout.PATHS);

/** The tree of these paths. */
export const CLUE_TREE: PathTree | null = plantPaths(CLUE_PATHS);
