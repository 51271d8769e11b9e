package simulator

import (
	"fmt"
	"testing"
	"time"
)

// Operations are forgotten only if they ended at least an hour ago, and only if
// there are many of them.
func TestWhichOperationsAreForgotten(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 18, 15, 52, 59, 0, time.UTC)
	for title, test := range map[string]struct{ old, fresh, running, left int }{
		"few":              {old: 1500, left: 1500},
		"many just now":    {fresh: 5000, left: 5000},
		"many long ago":    {old: 5000, left: keptOperations},
		"some of both":     {old: 1000, fresh: 1500, left: keptOperations},
		"those that run":   {old: 2500, running: 10, left: keptOperations + 10},
		"more than enough": {old: 1000, fresh: 2500, left: 2500},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			st := &state{operations: map[string]*operation{}}
			add := func(n int, status string, end time.Time) {
				for range n {
					id := fmt.Sprint(len(st.operations))
					st.operations[id] = &operation{ID: id, Status: status, End: end}
				}
			}
			add(test.old, succeeded, now.Add(-2*time.Hour))
			add(test.fresh, succeeded, now.Add(-time.Minute))
			add(test.running, "", time.Time{})
			(&moment{state: st, now: now}).forgetOldOperations()
			if got := len(st.operations); got != test.left {
				t.Errorf("got %d, want %d", got, test.left)
			}
		})
	}
}
