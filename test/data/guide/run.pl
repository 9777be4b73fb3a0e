#!/usr/bin/env perl
# run.pl: runs what a guide shows, and prints the guide with what came out.
#
#   test/data/guide/run.pl FILE DATABASE   in a database that guide.sh or the test
#                                  060_guides has made from city.sql
#
# A block ```sql is run, the block ```text after it is its output. Comments of
# HTML set the scene: <!-- as ROLE --> connects as a role, and the block after
# <!-- file NAME --> is written to a file of that name beforehand. Other blocks
# are left alone. One session of psql runs the whole guide, in a directory of
# its own.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use File::Temp;

my ($file, $database) = @ARGV;
open my $in, '<', $file or die "$file: $!";
my @lines = <$in>;
close $in;
my $scene = File::Temp->newdir;

# parts of the guide: [kind, text]; kinds are text, sql, output
my (@parts, $script, $named);
$script = "\\set VERBOSITY default\n\\set SHOW_CONTEXT never\n\\pset footer off\n\\pset null ''\n";
my $block = '';
for (my $i = 0; $i < @lines; $i++)
{
	my $line = $lines[$i];
	if ($line =~ /^```(\w*)$/)
	{
		my ($kind, $body) = ($1, '');
		while (++$i < @lines && $lines[$i] !~ /^```$/) { $body .= $lines[$i]; }
		die "$file: a block is not closed\n" if $i == @lines;
		if ($kind eq 'sql')
		{
			push @parts, [ 'text', "```sql\n$body```\n" ], [ 'sql', '' ];
			$script .= $body . "\n\\echo \@\@\@\n";
		}
		elsif ($kind eq 'text' && @parts > 1 && $parts[-1][1] eq "\n" && $parts[-2][0] eq 'sql') { pop @parts; }
		elsif ($kind eq 'text' && $parts[-1][0] eq 'sql') { }
		else
		{
			push @parts, [ 'text', "```$kind\n$body```\n" ];
			if (defined $named)
			{
				open my $out, '>', "$scene/$named" or die;
				print $out $body;
				close $out;
				$named = undef;
			}
		}
		next;
	}
	$script .= "\\c - $1\n" if $line =~ /^<!-- as (\w+) -->$/;
	$named = $1 if $line =~ /^<!-- file ([\w.-]+) -->$/;
	push @parts, [ 'text', $line ];
}
open my $out, '>', "$scene/guide.psql" or die;
print $out $script;
close $out;
my $said = `cd $scene && psql -X -q -d $database <guide.psql 2>&1`;
my @said = split /^\@\@\@\n/m, $said, -1;
foreach my $part (@parts)
{
	if ($part->[0] eq 'text') { print $part->[1]; next; }
	my $output = shift(@said) // "nothing came back\n";
	$output =~ s/[ \t]+$//mg;
	$output =~ s/^\n+//;
	$output =~ s/\n*$/\n/;
	print "\n```text\n$output```\n" if $output ne "\n";
}
