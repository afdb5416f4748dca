/** Configurations with an invalid form: keys, types, integers, choices, and lengths. */
import type { Random } from "../random.js";
import {
  array,
  literal,
  NULL,
  object,
  removeMember,
  setMember,
  type MemberTree,
  type ObjectTree,
  type Tree,
} from "../tree.js";
import { anException, inSetting, setField, setIn, setWeekly, type Break, type Path } from "./config-trees.js";
import { FIELDS } from "./settings.js";

const INTEGERS: readonly [path: Path, least: number, most: number][] = [
  [["risk_score"], 0, 100],
  [["duplicates", "window_seconds"], 1, 604_800],
  [["cap", "count"], 1, 1000],
  [["cap", "period_seconds"], 1, 604_800],
  [["escalate", "distinct_keys"], 2, 1000],
  [["escalate", "window_seconds"], 1, 604_800],
  [["escalate", "risk_score"], 0, 100],
];
const CHOICES: readonly [path: Path, wrong: readonly string[]][] = [
  [["severity"], ["Medium", "none", "", "med", "medium ", "47"]],
  [
    ["escalate", "severity"],
    ["High", "urgent", ""],
  ],
  [["denied"], ["annotated", "match", "Ignore", "true", ""]],
  [["elsewhere"], ["possible", "keep", "Annotate", "matches", ""]],
  [["network_activity"], ["annotate", "ignored", "MATCH", ""]],
];
const TEXTS: readonly Path[] = [["$schema"], ["tag"]];

function texts(config: ObjectTree, text: string, random: Random): void {
  if (random.chance(0.5)) setIn(config, random.pick(TEXTS), text, random);
  else setMember(anException(config, random), random.pick(["id", "reason"]), text);
}

/** Returns one of the objects of a configuration, of any kind. */
function anObject(config: ObjectTree, random: Random): ObjectTree {
  const inner = random.pick(["config", "exception", "when", "weekly", "duplicates", "cap", "escalate"]);
  if (inner === "config") return config;
  if (inner === "exception") return anException(config, random);
  if (inner === "when") return setField(config, "region", ["*"], random);
  return inner === "weekly" ? setWeekly(config, "days", array("Sat"), random) : inSetting(config, inner, random);
}

const UNKNOWN_KEYS =
  "Tag|tags|tag |severity\u0000|risk-score|riskScore|exception|Exceptions|deny|duplicate|caps|__proto__|constructor|toString|" +
  "|actor|actor.|actor.arn.|key_arn|sourceip|user_agent.original|if|unless|to|day|window|count_|windowSeconds|comment|//|$ref";

export const FORM_BREAKS: readonly Break[] = [
  {
    name: "an unknown key",
    fault: "unknown key",
    apply: (config, random) => {
      const holder = anObject(config, random);
      const member: MemberTree = [random.pick(UNKNOWN_KEYS.split("|")), random.pick<Tree>([NULL, "x", literal(1)])];
      holder.members.splice(random.below(holder.members.length + 1), 0, member);
    },
  },
  {
    name: "a key twice",
    fault: "duplicate key",
    apply: (config, random) => {
      const holder = anObject(config, random);
      if (holder.members.length === 0) holder.members.push(["tag", "x"]);
      const member = random.pick(holder.members);
      holder.members.splice(random.below(holder.members.length + 1), 0, [...member]);
    },
  },
  {
    name: "a key that is missing",
    fault: "missing key",
    apply: (config, random) => {
      const needed = (holder: ObjectTree, keys: string) => {
        removeMember(holder, random.pick(keys.split(" ")));
      };
      random.pick([
        () => {
          needed(anException(config, random), "id reason");
        },
        () => {
          needed(setWeekly(config, "days", array("Sat"), random), "days from until");
        },
        () => {
          needed(inSetting(config, "duplicates", random), "window_seconds");
        },
        () => {
          needed(inSetting(config, "cap", random), "count period_seconds");
        },
        () => {
          needed(inSetting(config, "escalate", random), "distinct_keys window_seconds severity risk_score");
        },
      ])();
    },
  },
  {
    name: "an integer out of range",
    fault: "integer",
    apply: (config, random) => {
      const [path, least, most] = random.pick(INTEGERS);
      const wrong = [least - 1, most + 1, most * 10 + 10, -most, "99999999999999999999", "1e400"];
      setIn(config, path, literal(random.pick(wrong)), random);
    },
  },
  {
    name: "a number that is no integer",
    fault: "integer",
    apply: (config, random) => {
      setIn(config, random.pick(INTEGERS)[0], literal(random.pick(["2.5", "2.000000001", "25e-1", "1e-1"])), random);
    },
  },
  {
    name: "an integer with a fraction or an exponent",
    fault: "integer",
    apply: (config, random) => {
      setIn(config, random.pick(INTEGERS)[0], literal(random.pick(["2.0", "2e0", "1E1", "0.5e1", "10e-1"])), random);
    },
  },
  {
    name: "minus zero",
    fault: "integer",
    apply: (config, random) => {
      setIn(config, random.pick<Path>([["risk_score"], ["escalate", "risk_score"]]), literal("-0"), random);
    },
  },
  {
    name: "a number in a string",
    fault: "type",
    apply: (config, random) => {
      setIn(config, random.pick(INTEGERS)[0], "10", random);
    },
  },
  {
    name: "another choice",
    fault: "choice",
    apply: (config, random) => {
      const [path, wrong] = random.pick(CHOICES);
      setIn(config, path, random.pick(wrong), random);
    },
  },
  {
    name: "a day that is none",
    fault: "choice",
    apply: (config, random) => {
      const wrong = random.pick(["sat", "Saturday", "SAT", "", "6", "Sat-Sun", "Mo"]);
      setWeekly(config, "days", array(...random.shuffle(["Sat", wrong])), random);
    },
  },
  {
    name: "an empty text",
    fault: "text length",
    apply: (config, random) => {
      texts(config, "", random);
    },
  },
  {
    name: "a text of too many characters",
    fault: "text length",
    apply: (config, random) => {
      texts(config, random.pick(["a", "\u00e9", "\u0000"]).repeat(257 + random.below(3)), random);
    },
  },
  {
    name: "a text of too many bytes",
    fault: "text length",
    apply: (config, random) => {
      texts(config, random.pick(["\u00e9".repeat(129), "\ud83d\udd11".repeat(65), `${"a".repeat(255)}\u00e9`]), random);
    },
  },
  {
    name: "a value of another type",
    fault: "type",
    apply: (config, random) => {
      const odd = (...types: Tree[]) => random.pick<Tree>([NULL, literal(true), ...types]);
      const one = literal(1);
      const holder = anException(config, random);
      random.pick([
        () => {
          setMember(config, random.pick(["$schema", "tag", "severity", "denied"]), odd(one, array(), object()));
        },
        () => {
          setMember(config, "risk_score", odd("47", array(one), object()));
        },
        () => {
          setMember(config, "exceptions", odd("x", one, object(), array(NULL), array("x"), array(array())));
        },
        () => {
          setMember(config, "places", odd("/x", one, object(), array(NULL), array("/x", one), array(array("/x"))));
        },
        () => {
          setMember(config, random.pick(["duplicates", "cap", "escalate"]), odd("x", one, literal(false), array()));
        },
        () => {
          setMember(holder, random.pick(["id", "reason"]), odd(one, array("x")));
        },
        () => {
          setMember(holder, "when", odd("x", array(), one));
        },
        () => {
          setMember(holder, random.pick(["from", "until"]), odd(literal(1_796_508_000), array(), object()));
        },
        () => {
          setMember(holder, "weekly", odd("Sat", array(), one));
        },
        () => {
          setWeekly(config, "days", odd("Sat", one, object(), array(NULL), array(one)), random);
        },
        () => {
          setWeekly(config, random.pick(["from", "until"]), odd(one, array("02:00")), random);
        },
        () => {
          const fields = object([
            random.pick(FIELDS),
            odd("*", one, object(), array(NULL), array(one), array(array("*"))),
          ]);
          setMember(holder, "when", fields);
        },
      ])();
    },
  },
  {
    name: "an empty list",
    fault: "empty list",
    apply: (config, random) => {
      random.pick([
        () => {
          setWeekly(config, "days", array(), random);
        },
        () => {
          setMember(config, "places", array());
        },
        () => {
          setMember(anException(config, random), "when", object([random.pick(FIELDS), array()]));
        },
      ])();
    },
  },
  {
    name: "too many places",
    fault: "too many places",
    apply: (config, random) => {
      const count = 33 + random.below(3);
      setMember(config, "places", array(...Array.from({ length: count }, (_, index) => `/p/${index}#`)));
    },
  },
  {
    name: "a when without a field",
    fault: "empty when",
    apply: (config, random) => {
      setMember(anException(config, random), "when", object());
    },
  },
  {
    name: "an exception without a condition",
    fault: "no condition",
    apply: (config, random) => {
      const holder = anException(config, random);
      const left = random.pick(["", "weekly", "from", "until"]);
      for (const key of ["when", "from", "until", "weekly"]) if (key !== left) removeMember(holder, key);
    },
  },
];
