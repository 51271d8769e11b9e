// Package command is `terraform-provider-aks do`: the day-2 operations of package
// rollout for users whose Terraform has no actions. It uses the credentials that
// the provider reads from the environment.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// The exit codes.
const (
	exitDone    = 0 // done, or there was nothing to do
	exitFailed  = 1 // failed, refused or declined
	exitMisused = 2 // the command line is not valid
)

// Do is `terraform-provider-aks do`. It reads credentials from the same variables
// as the provider. An interrupt ends the wait, not the operation in AKS. It returns
// the exit code.
func Do(ctx context.Context, version string, args []string, stdin *os.File, stdout, stderr *os.File) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the process
	c := command{options: azure.Options{UserAgent: "terraform-provider-aks/" + version + " do"},
		stdin: stdin, stdout: stdout, stderr: stderr, terminal: isTerminal(stdout)}
	return c.run(ctx, args)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// command is the command, with the parts that a test replaces.
type command struct {
	options        azure.Options
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stdout is a terminal: a line that changes is overwritten
}

// ask is the parsed command line.
type ask struct {
	task    *rollout.Task
	timeout time.Duration
	yes     bool
	json    bool
}

func (c command) run(ctx context.Context, args []string) int {
	a, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(c.stdout, usage(args))
		return exitDone
	case err != nil:
		_, _ = fmt.Fprintf(c.stderr, "do: %v\nRun terraform-provider-aks do -help for the operations, and do OPERATION -help for the flags of one.\n", err)
		return exitMisused
	}
	out := c.printer(a)
	if a.task.Client, err = azure.New(c.options); err != nil {
		out.failed("Unable to log in", lane.Sentence(err.Error()))
		return exitFailed
	}
	if err := c.carryOut(ctx, a, out); err != nil {
		out.failed(titleOf(a.task, err), textOf(a.task, err))
		return exitFailed
	}
	return exitDone
}

// errDeclined reports a question that was not answered with yes.
var errDeclined = errors.New("nothing was sent: the answer was not yes")

func (c command) carryOut(ctx context.Context, a ask, out printer) error {
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	step, err := a.task.Plan(ctx)
	if err != nil {
		return err
	}
	out.planned(step)
	if step.Nothing != "" {
		return nil
	}
	if !a.yes && !c.agreed() {
		return errDeclined
	}
	result, err := a.task.Run(ctx, out.progress)
	if err != nil {
		return err
	}
	out.done(result)
	return nil
}

// agreed asks before anything is sent.
func (c command) agreed() bool {
	_, _ = io.WriteString(c.stdout, "\nDo you want to carry this out? Only \"yes\" is accepted: ")
	var answer string
	_, _ = fmt.Fscanln(c.stdin, &answer)
	_, _ = io.WriteString(c.stdout, "\n")
	return answer == "yes"
}

func titleOf(task *rollout.Task, err error) string {
	var refusal *rollout.RefusalError
	if errors.As(err, &refusal) {
		return refusal.Title
	}
	return "Unable to " + task.Action.Does
}

func textOf(task *rollout.Task, err error) string {
	var refusal *rollout.RefusalError
	var cut *rollout.CutError
	if errors.As(err, &refusal) || errors.As(err, &cut) || errors.Is(err, errDeclined) {
		return lane.Sentence(err.Error())
	}
	return azure.DetailOf(err) + "\n\nTo run it again:\n" + task.Command()
}

// meant suggests the operation that a word probably refers to. It also recognises
// the name of the Terraform action, with or without its prefix, and the beginning
// of a verb.
func meant(word string) string {
	verb := ""
	if action := rollout.FindAction(strings.TrimPrefix(word, "aks_")); action != nil {
		verb = action.Verb
	} else if i := slices.IndexFunc(verbs(), func(v string) bool { return strings.HasPrefix(v, word+"-") }); i >= 0 {
		verb = verbs()[i]
	}
	if verb == "" {
		return lane.Meant(word, verbs())
	}
	return fmt.Sprintf(" (did you mean %q?)", verb)
}

// parse reads a command line. For help it returns flag.ErrHelp.
func parse(args []string) (ask, error) {
	if len(args) == 0 || slices.Contains([]string{"-help", "--help", "-h", "help"}, args[0]) {
		return ask{}, flag.ErrHelp
	}
	action := rollout.FindAction(args[0])
	if action == nil || action.Verb != args[0] {
		return ask{}, fmt.Errorf("no operation is named %q%s; the operations are %s", args[0], meant(args[0]), strings.Join(verbs(), ", "))
	}
	a := ask{task: &rollout.Task{Action: action}}
	flags := flag.NewFlagSet(action.Verb, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	texts, switches := map[string]*string{}, map[string]*bool{}
	for _, o := range action.AllOptions() {
		if o.Kind == rollout.SwitchOption {
			switches[o.Name] = flags.Bool(flagName(o), false, "")
		} else {
			texts[o.Name] = flags.String(flagName(o), "", "")
		}
	}
	flags.BoolVar(&a.yes, "yes", false, "")
	flags.BoolVar(&a.json, "json", false, "")
	if err := flags.Parse(args[1:]); err != nil {
		return ask{}, err
	}
	if flags.NArg() > 0 {
		return ask{}, fmt.Errorf("%q is not expected: write every value after its flag", flags.Arg(0))
	}
	if a.json && !a.yes {
		return ask{}, errors.New("-json does not ask: write -yes with it")
	}
	return a, a.take(func(option string) string {
		if text := texts[option]; text != nil {
			return strings.TrimSpace(*text)
		}
		return ""
	}, switches)
}

// take fills the task from the flags.
func (a *ask) take(text func(option string) string, switches map[string]*bool) (err error) {
	t := a.task
	t.PoolID, t.ClusterID, t.Name = text(rollout.OptPoolID), text(rollout.OptClusterID), text(rollout.OptName)
	t.OlderThan = text(rollout.OptOlderThan)
	for name := range strings.SplitSeq(text(rollout.OptMachines), ",") {
		if name = strings.TrimSpace(name); name != "" {
			t.Machines = append(t.Machines, name)
		}
	}
	if is := switches[rollout.OptNotReady]; is != nil {
		t.NotReady = *is
	}
	t.Allow, a.timeout = lane.Rolling, t.Action.Timeout
	if given := text(rollout.OptAllow); given != "" {
		if t.Allow, err = lane.ParseClass(given); err != nil {
			return fmt.Errorf("-allow: %w", err)
		}
	}
	if given := text(rollout.OptTimeout); given != "" {
		if a.timeout, err = time.ParseDuration(given); err != nil || a.timeout <= 0 {
			return fmt.Errorf("-timeout is %q; write a duration above 0, such as 90m", given)
		}
	}
	if option, err := t.Check(); err != nil {
		return fmt.Errorf("-%s: %w", flagName(rollout.Option{Name: option}), err)
	}
	return nil
}

func flagName(o rollout.Option) string { return strings.ReplaceAll(o.Name, "_", "-") }

func verbs() []string {
	var out []string
	for _, a := range rollout.Actions() {
		out = append(out, a.Verb)
	}
	return out
}
