package shape

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// everything has one part of each kind of column.
type everything struct {
	Text    string
	Number  int64
	Float   float64
	Money   float64
	Flag    bool
	Texts   []string
	Numbers []int64
	Map     lane.Value
	Set     lane.Settings
	Inner   inner
	List    []inner
	Later   bool // Text is not known yet

	byName map[string]inner
	hidden *inner
}

type inner struct{ Name string }

var innerObject = NewObject("An inner one.", func(c *Columns, i *inner) { c.Text("name", "Its name.", &i.Name) })

var everythingObject = NewObject("Everything.", func(c *Columns, e *everything) {
	c.Text("text", "A text.", &e.Text).Unknown(&e.Later)
	c.Number("number", "", &e.Number)
	c.Float("float", "", &e.Float)
	c.Money("money", "", &e.Money)
	c.Flag("flag", "", &e.Flag)
	c.Texts("texts", "", &e.Texts)
	c.Numbers("numbers", "", &e.Numbers)
	c.Map("map", "", &e.Map)
	c.Settings("settings", "", PoolBranches(), &e.Set)
	Nested(c, "inner", innerObject, &e.Inner)
	List(c, "list", "", innerObject, &e.List)
	ByName(c, "by_name", "", innerObject, e.byName)
	Nested(c, "hidden", innerObject, e.hidden)
	c.Number("computed", "", new(e.Number+1))
})

// What is written is read back unchanged, including null and unknown.
func TestObjectRoundTrip(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]everything{
		"zero": {Set: lane.Settings{}},
		"full": {Text: "a", Number: 2, Float: 0.1, Money: 1.25, Flag: true, Texts: []string{"b", "a"}, Numbers: []int64{3},
			Map: lane.Known(map[string]lane.Value{"k": lane.Known("v"), "later": lane.Unknown}),
			Set: lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Zones.Is(lane.Unknown)), Inner: inner{"i"}, List: []inner{{"x"}, {"y"}}},
		"a text that is not known yet": {Later: true, Number: 1, Set: lane.Settings{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := everythingObject.Read(everythingObject.Value(e))
			same := cmp.Comparer(func(a, b lane.Value) bool { return a.Equal(b) })
			if diff := cmp.Diff(e, got, cmp.AllowUnexported(everything{}), same, cmp.Comparer(func(a, b lane.Settings) bool { return a.String() == b.String() })); diff != "" {
				t.Errorf("(-shown +read):\n%s", diff)
			}
		})
	}
}

func TestObjectValues(t *testing.T) {
	t.Parallel()
	full := everythingObject.Value(everything{Number: 6, Later: true, hidden: &inner{"h"}, byName: map[string]inner{"k": {"n"}}, Map: lane.Texts(nil)}).Attributes()
	zero := everythingObject.Value(everything{}).Attributes()
	for name, tt := range map[string]struct{ got, want attr.Value }{
		"a flag makes unknown":       {full["text"], types.StringUnknown()},
		"an empty text is null":      {zero["text"], types.StringNull()},
		"zero is a number":           {zero["number"], types.Int64Value(0)},
		"what is computed":           {full["computed"], types.Int64Value(7)},
		"no list is an empty one":    {zero["list"], types.ListValueMust(innerObject.Type(), []attr.Value{})},
		"no map by name is null":     {zero["by_name"], types.MapNull(innerObject.Type())},
		"a map by name":              {full["by_name"], types.MapValueMust(innerObject.Type(), map[string]attr.Value{"k": innerObject.Value(inner{"n"})})},
		"no map is null":             {zero["map"], types.MapNull(types.StringType)},
		"a map of none is empty":     {full["map"], types.MapValueMust(types.StringType, map[string]attr.Value{})},
		"a pointer to none is null":  {zero["hidden"], innerObject.Null()},
		"a pointer is what it is at": {full["hidden"], innerObject.Value(inner{"h"})},
	} {
		if !tt.got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", name, tt.got, tt.want)
		}
	}
}

// A null object is read as zero, and an unknown one sets the flags.
func TestObjectReadsNothing(t *testing.T) {
	t.Parallel()
	if got := everythingObject.Read(everythingObject.Null()); got.Later || got.Text != "" || got.Number != 0 || len(got.Set) > 0 {
		t.Errorf("null is read as %+v", got)
	}
	got := everythingObject.Read(everythingObject.Unknown())
	if !got.Later || !got.Map.IsUnknown() || !got.Set.Get(lane.VMSize).IsUnknown() {
		t.Errorf("unknown is read as %+v", got)
	}
}

// Schema, type and value have the same type, in a resource and in a data source.
func TestObjectTypes(t *testing.T) {
	t.Parallel()
	resource, data, value := everythingObject.Attributes(), everythingObject.DataAttributes(), everythingObject.Value(everything{})
	for name, want := range everythingObject.Type().AttrTypes {
		for where, got := range map[string]attr.Type{"resource": resource[name].GetType(), "data source": data[name].GetType(), "value": value.Attributes()[name].Type(t.Context())} {
			if !got.Equal(want) {
				t.Errorf("%s of a %s is %s, want %s", name, where, got, want)
			}
		}
		if r, d := resource[name], data[name]; r.GetMarkdownDescription() != d.GetMarkdownDescription() || !r.IsComputed() || !d.IsComputed() {
			t.Errorf("%s: a data source documents it as %q, computed %t", name, d.GetMarkdownDescription(), d.IsComputed())
		}
	}
	if diff := cmp.Diff([]string{"name"}, innerObject.Names()); diff != "" {
		t.Error(diff)
	}
	if got := innerObject.Markdown(); got != "- `name`: Its name." {
		t.Error(got)
	}
}

// What a plan left unknown is filled, and the rest stays as planned.
func TestSettle(t *testing.T) {
	t.Parallel()
	found := everything{Text: "found", Number: 9, Set: lane.Settings{}}
	for name, tt := range map[string]struct {
		planned types.Object
		want    everything
	}{
		"unknown in part": {everythingObject.Value(everything{Later: true, Number: 1}), everything{Text: "found", Number: 1}},
		"known":           {everythingObject.Value(everything{Text: "planned", Number: 1}), everything{Text: "planned", Number: 1}},
		"unknown":         {everythingObject.Unknown(), found},
		"null":            {everythingObject.Null(), found},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := everythingObject.Read(everythingObject.Settle(tt.planned, found))
			if got.Text != tt.want.Text || got.Number != tt.want.Number || got.Later {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestNullAmounts(t *testing.T) {
	t.Parallel()
	if NonZero(int64(0)) != nil || *NonZero(int64(-1)) != -1 || NonZero(0.0) != nil || *NonZero("a") != "a" {
		t.Error("NonZero")
	}
	if NonNegative(int64(-1)) != nil || *NonNegative(int64(0)) != 0 || *NonNegative(0.5) != 0.5 {
		t.Error("NonNegative")
	}
}
