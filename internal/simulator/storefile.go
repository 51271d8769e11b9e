package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"
)

// write writes the state to the file, as the next generation.
func (s *store) write() error {
	previous := head{}
	if s.header != "" {
		// The first line is an object that continues on the next line.
		_ = json.Unmarshal([]byte(strings.TrimSuffix(s.header, ",")+"}"), &previous)
	}
	next := head{Format: stateFormat, World: s.world, Epoch: previous.Epoch, Generation: previous.Generation + 1}
	if next.Epoch == "" {
		next.Epoch = newGUID()
	}
	line, err := json.Marshal(next)
	if err != nil {
		return err
	}
	header := string(bytes.TrimSuffix(line, []byte("}"))) + ","
	content, err := s.state.encode(header)
	if err != nil {
		return err
	}
	fresh := s.path + ".new"
	if err := os.WriteFile(fresh, content, 0o600); err != nil {
		return err
	}
	if err := replace(fresh, s.path); err != nil {
		return err
	}
	s.header, s.size = header, int64(len(content))
	return nil
}

// replace renames a file over another one. On Windows that fails while another process
// is reading the old file, which takes microseconds.
func replace(from, to string) error {
	var err error
	for range 50 {
		if err = os.Rename(from, to); err == nil || !os.IsPermission(err) {
			return err
		}
		time.Sleep(2 * time.Millisecond)
	}
	return err
}

// encode writes the state as JSON, with one line per pool. Whatever has not changed
// since the last write is not encoded again, which keeps a write short with a thousand
// pools.
func (st *state) encode(header string) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(1 << 16)
	past, err := json.Marshal(life{st.Began, st.Happened, st.Images, st.Quotas, st.OnDemand})
	if err != nil {
		return nil, err
	}
	b.WriteString(header + "\n\"life\":" + string(past) + ",\n\"clusters\":[")
	for i, c := range st.sorted() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := c.encode(&b); err != nil {
			return nil, err
		}
	}
	b.WriteString("\n],\n\"operations\":[")
	for i, id := range sortedKeys(st.operations) {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := st.operations[id].record()
		if err != nil {
			return nil, err
		}
		b.WriteByte('\n')
		b.Write(text)
	}
	b.WriteString("\n],\n\"groups\":[")
	for i, key := range sortedKeys(st.groups) {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := json.Marshal(st.groups[key])
		if err != nil {
			return nil, err
		}
		b.WriteByte('\n')
		b.Write(text)
	}
	b.WriteString("\n],\n\"resources\":[")
	for i, key := range sortedKeys(st.resources) {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := st.resources[key].record()
		if err != nil {
			return nil, err
		}
		b.WriteByte('\n')
		b.Write(text)
	}
	registrations, err := json.Marshal(st.registrations)
	if err != nil {
		return nil, err
	}
	b.WriteString("\n],\n\"registrations\":")
	b.Write(registrations)
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func (c *cluster) encode(b *bytes.Buffer) error {
	if c.encoded == nil {
		text, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("cluster %s: %w", c.Name, err)
		}
		c.encoded = text
	}
	b.WriteString("\n{\"cluster\":")
	b.Write(c.encoded)
	b.WriteString(",\"pools\":[")
	for i, p := range c.pools {
		if p.encoded == nil {
			text, err := json.Marshal(p)
			if err != nil {
				return fmt.Errorf("pool %s: %w", p.Name, err)
			}
			p.encoded = text
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(p.encoded)
	}
	b.WriteString("]}")
	return nil
}
