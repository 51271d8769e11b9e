package admission

import (
	"regexp"
	"slices"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
	"sigs.k8s.io/yaml"
)

// Kubernetes' limits on the cost of one expression and of a policy. Source:
// k8s.io/apiserver, pkg/apis/cel.
const (
	perExpression = 1_000_000
	perPolicy     = 10_000_000
)

// judge is a policy as an API server holds it: with every expression compiled in the
// admission environment.
type judge struct {
	t           testing.TB
	declared    []cel.EnvOption // variables so far, with the types of their expressions
	conditions  []expression
	variables   []expression
	validations []validation
}

type expression struct {
	name    string
	program cel.Program
	typ     *cel.Type
}

type validation struct {
	rule, message expression
	says          string
}

// manifestOf is a policy as read from its text.
type manifestOf struct {
	Kind string
	Spec struct {
		MatchConditions, Variables []struct{ Name, Expression string }
		Validations                []struct{ Expression, Message, MessageExpression string }
	}
}

func judgeOf(t testing.TB, policy string) *judge {
	t.Helper()
	var m manifestOf
	if err := yaml.Unmarshal([]byte(policy), &m); err != nil || m.Kind != "ValidatingAdmissionPolicy" {
		t.Fatalf("this is %q: %v\n%s", m.Kind, err, policy)
	}
	j := &judge{t: t}
	for _, c := range m.Spec.MatchConditions {
		j.conditions = append(j.conditions, j.compile(c.Name, c.Expression))
	}
	for _, v := range m.Spec.Variables {
		e := j.compile(v.Name, v.Expression)
		j.variables = append(j.variables, e)
		j.declared = append(j.declared, cel.Variable("variables_"+v.Name, e.typ))
	}
	for _, v := range m.Spec.Validations {
		one := validation{rule: j.compile(v.Message, v.Expression), says: v.Message}
		if v.MessageExpression != "" {
			one.message = j.compile(v.Message, v.MessageExpression)
		}
		j.validations = append(j.validations, one)
	}
	return j
}

// of finds variables in an expression. An API server makes them fields of one object,
// each with the type of its expression. Here they are separate names, which has the
// same effect on the type check.
var of = regexp.MustCompile(`variables\.(\w+)`)

// compile fails the test where an API server would refuse the policy.
func (j *judge) compile(name, text string) expression {
	j.t.Helper()
	env, err := cel.NewEnv(append(slices.Clone(j.declared), cel.HomogeneousAggregateLiterals(), cel.EagerlyValidateDeclarations(true), cel.DefaultUTCTimeZone(true), ext.Strings(ext.StringsVersion(0)),
		cel.Variable("object", cel.DynType), cel.Variable("oldObject", cel.DynType), cel.Variable("request", cel.DynType), cel.Variable("params", cel.DynType),
		cel.Variable("namespaceObject", cel.DynType))...)
	if err != nil {
		j.t.Fatal(err)
	}
	ast, issues := env.Compile(of.ReplaceAllString(text, "variables_$1"))
	if issues.Err() != nil {
		j.t.Fatalf("%s does not compile: %v", name, issues.Err())
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptTrackCost), cel.CostLimit(perExpression))
	if err != nil {
		j.t.Fatalf("%s: %v", name, err)
	}
	return expression{name, program, ast.OutputType()}
}

// verdict returns the API server's answer: no messages if the object is admitted,
// otherwise the messages. cost is the cost of the whole policy.
func (j *judge) verdict(object, old map[string]any) (messages []string, cost uint64) {
	j.t.Helper()
	input := map[string]any{"object": object, "oldObject": nil, "request": map[string]any{}, "params": nil, "namespaceObject": nil}
	if old != nil {
		input["oldObject"] = old
	}
	eval := func(e expression) ref.Val {
		out, details, err := e.program.Eval(input)
		if err != nil {
			j.t.Fatalf("%s: %v", e.name, err)
		}
		cost += *details.ActualCost()
		return out
	}
	for _, c := range j.conditions {
		if eval(c).Value() == false {
			return nil, cost
		}
	}
	for _, v := range j.variables {
		input["variables_"+v.name] = eval(v)
	}
	for _, v := range j.validations {
		if eval(v.rule).Value() != false {
			continue
		}
		says := v.says
		if v.message.program != nil {
			says, _ = eval(v.message).Value().(string)
		}
		messages = append(messages, says)
	}
	if cost > perPolicy {
		j.t.Errorf("the policy costs %d, of %d", cost, perPolicy)
	}
	return messages, cost
}
