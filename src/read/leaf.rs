//! From an opened source through what it is packed in to the reader of its format.

use std::{
    io::{self, Cursor},
    mem,
    rc::Rc,
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    event::{Emit, Event},
    format::Format,
    formats,
    options::ReadOptions,
    place::Origin,
    problem::Fault,
    record::Schema,
    stream::Stream,
    unpack::{Archive, Bound, Compression, Growth, Losses, Member, bare, tar_members, zip_members},
    way::{Base, Step, Way},
};

/// What all readers are told.
pub(super) struct Context<'c> {
    pub options: &'c ReadOptions,
    pub schema: Schema<'c>,
}

/// Compressions around a file, and around one in an archive.
const LAYERS: usize = 2;

/// Members of an archive that are read at a time; each is in memory with its first 256 KiB.
const MEMBERS: usize = 64;

/// A source without anything around it.
pub(super) struct Leaf<'r> {
    pub path: String,
    pub way: Way,
    pub stream: Stream<'r>,
    /// What was left out of it while it was unpacked, as far as was read.
    pub losses: Vec<Arc<Losses>>,
}

/// Reads a source, packed or not.
pub(super) fn read(path: String, way: Way, stream: Stream<'_>, context: &Context<'_>, emit: &mut Emit<'_>) {
    let mut growth = None;
    match unpacked(&path, way, stream, &mut growth, context) {
        Err(error) => emit(Event::unreadable(path, &error)),
        Ok((leaf, None)) => formats::read(leaf, context, emit),
        Ok((leaf, Some(archive))) => {
            if let Err(error) = read_archive(leaf, archive, growth, context, emit) {
                emit(Event::unreadable(path, &error));
            }
        }
    }
}

/// Reads a source if it is small, so that others may be read at the same time.
pub(super) fn read_small(
    path: &str,
    way: Way,
    stream: Stream<'_>,
    context: &Context<'_>,
) -> Option<Vec<Event>> {
    let mut events = Vec::new();
    match unpacked(path, way, stream, &mut None, context) {
        Err(error) => events.push(Event::unreadable(path.to_owned(), &error)),
        Ok((leaf, None)) if leaf.stream.is_whole() => {
            formats::read(leaf, context, &mut |event| events.push(event));
        }
        Ok(_) => return None,
    }
    Some(events)
}

/// Zip and tar; not what happens to be packed in zip itself, such as documents of word processors.
fn archive(path: &str, head: &[u8]) -> Option<Archive> {
    let archive = Archive::of_content(head)?;
    let is_named = Format::of_name(bare(path)).is_some();
    (!is_named || Archive::of_name(path).is_some()).then_some(archive)
}

/// Takes compression off. `growth` is that of what it is in, and becomes its own where it is in nothing.
fn unpacked<'r>(
    path: &str,
    mut way: Way,
    mut stream: Stream<'r>,
    growth: &mut Option<Rc<Growth>>,
    context: &Context<'_>,
) -> io::Result<(Leaf<'r>, Option<Archive>)> {
    let mut losses = Vec::new();
    let mut layers = 0;
    while let Some(compression) = Compression::of_content(stream.head()) {
        layers += 1;
        if layers > LAYERS {
            return Err(Fault::new("is compressed more than twice; unpack it first").into());
        }
        let most = context.options.expansion();
        let unpacked = Bound::new(compression, stream.buffered(), most, growth.clone())?;
        growth.get_or_insert_with(|| unpacked.growth());
        losses.extend(unpacked.losses());
        stream = Stream::start(Box::new(unpacked))?;
        way = way.then(Step::Unpack(compression));
    }
    let archive = archive(path, stream.head());
    Ok((Leaf { path: path.to_owned(), way, stream, losses }, archive))
}

fn read_archive(
    leaf: Leaf<'_>,
    archive: Archive,
    growth: Option<Rc<Growth>>,
    context: &Context<'_>,
    emit: &mut Emit<'_>,
) -> io::Result<()> {
    let Leaf { path, way, stream, losses } = leaf;
    let mut members = Members {
        path: &path,
        way: way.clone(),
        is_bare: growth.is_none(),
        growth: growth.unwrap_or_default(),
        context,
        emit,
        small: Vec::new(),
        count: 0,
    };
    let most = context.options.expansion();
    let mut take = |name: &str, member: Result<Member<'_>, Fault>| members.take(name, member);
    let result = match archive {
        Archive::Tar => tar_members(stream.buffered(), &mut take),
        Archive::Zip if way.steps.is_empty() => zip_members(way.base.open()?, most, &mut take),
        Archive::Zip => {
            // The directory is at the end, so that all of it is needed at once.
            let limit = context.options.max_document_bytes;
            let (bytes, read) = stream.bytes(limit);
            read?;
            if bytes.len() as u64 > limit {
                return Err(Fault::document_too_large(limit).into());
            }
            let bytes: Arc<[u8]> = bytes.into();
            members.way = Way::new(Base::Memory(Arc::clone(&bytes)));
            let mut take = |name: &str, member: Result<Member<'_>, Fault>| members.take(name, member);
            zip_members(Box::new(Cursor::new(bytes)), most, &mut take)
        }
    };
    members.flush();
    for fault in losses.iter().filter_map(|losses| losses.fault()) {
        (members.emit)(Event::Problem { path: path.clone(), fault });
    }
    if members.count == 0 && result.is_ok() {
        let name = archive.name();
        let message = format!("is a {name} archive without a file of a known format in it; leave it out");
        emit(Event::Problem { path, fault: Fault::new(message) });
    }
    result
}

/// Reads the members of an archive, several at a time where they are small.
struct Members<'m, 'c, 'e> {
    path: &'m str,
    way: Way,
    growth: Rc<Growth>,
    /// Whether the archive is not compressed as a whole, so that `growth` counts its members.
    is_bare: bool,
    context: &'m Context<'c>,
    emit: &'m mut Emit<'e>,
    small: Vec<Small>,
    count: usize,
}

impl Members<'_, '_, '_> {
    fn take(&mut self, name: &str, member: Result<Member<'_>, Fault>) {
        let file_name = name.rsplit('/').next().unwrap_or_default();
        // Also what other systems leave beside the files: `__MACOSX/._feed.xml`.
        if file_name.starts_with('.') || name.starts_with("__MACOSX/") {
            return;
        }
        if !super::unpack::is_known(name) {
            (self.emit)(Event::LeftOut);
            return;
        }
        self.count += 1;
        let path = format!("{}/{name}", self.path);
        if let Err(error) = member.map_err(io::Error::from).and_then(|member| self.read(&path, member)) {
            self.flush();
            (self.emit)(Event::unreadable(path, &error));
        }
    }

    fn read(&mut self, path: &str, member: Member<'_>) -> io::Result<()> {
        let way = member.steps.iter().fold(self.way.clone(), |way, &step| way.then(step));
        if let (true, Some(Step::Part { bytes, .. })) = (self.is_bare, member.steps.first()) {
            self.growth.add_packed(*bytes);
        }
        let stream = Stream::start(member.source)?;
        let growth = &mut Some(Rc::clone(&self.growth));
        let (leaf, archive) = unpacked(path, way, stream, growth, self.context)?;
        if archive.is_some() {
            return Err(Fault::new("is an archive in an archive; unpack the outer one first").into());
        }
        let Leaf { path, way, stream, losses } = leaf;
        if stream.is_whole() {
            let (bytes, _) = stream.bytes(u64::MAX - 1);
            self.small.push(Small { path, way, bytes, losses });
            if self.small.len() == MEMBERS {
                self.flush();
            }
        } else {
            self.flush();
            formats::read(Leaf { path, way, stream, losses }, self.context, self.emit);
        }
        Ok(())
    }

    fn flush(&mut self) {
        let context = self.context;
        let read = mem::take(&mut self.small).into_par_iter().map(|Small { path, way, bytes, losses }| {
            let mut events = Vec::new();
            let leaf = Leaf { path, way, stream: Stream::of_bytes(bytes), losses };
            formats::read(leaf, context, &mut |event| events.push(event));
            events
        });
        read.collect::<Vec<_>>().into_iter().flatten().for_each(&mut *self.emit);
    }
}

/// A leaf that is in memory.
struct Small {
    path: String,
    way: Way,
    bytes: Vec<u8>,
    losses: Vec<Arc<Losses>>,
}

impl Leaf<'_> {
    /// Its last name without what says how it is compressed.
    pub fn name(&self) -> &str {
        bare(&self.path)
    }

    pub fn origin(&self, format: Format) -> Origin {
        Origin::new(self.path.clone(), format, self.way.clone())
    }
}
