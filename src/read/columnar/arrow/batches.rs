//! Messages to batches of rows.

use std::{collections::HashMap, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::{
    MessageHeader, MetadataVersion,
    convert::try_fb_to_schema,
    reader::{read_dictionary, read_record_batch},
};
use arrow_schema::{Schema, SchemaRef};

use super::{
    super::{super::problem::Fault, guard::guarded},
    column::lenient,
    frames::{Frame, check_unpacked},
};

/// What is known before the rows.
pub(super) struct Batches {
    /// As the source has it.
    pub schema: SchemaRef,
    /// The same, its texts as bytes.
    lenient: SchemaRef,
    dictionaries: HashMap<i64, ArrayRef>,
    version: MetadataVersion,
    /// How many times its size a batch may unpack to, once it is large.
    most: u64,
}

impl Batches {
    /// # Errors
    /// The first message is no schema that can be read.
    pub fn new(frame: &Frame, most: u64) -> Result<Self, Fault> {
        let message = frame.message();
        let refused = |why: &str| {
            Fault::new(format!("does not begin with a schema of Arrow IPC ({why}); fetch it again"))
        };
        let found = message.header_as_schema().ok_or_else(|| refused("another message comes first"))?;
        if !found.endianness().equals_to_target_endianness() {
            return Err(Fault::new(
                "was written on a machine of the other byte order; write it anew on this one",
            ));
        }
        let schema = guarded(|| try_fb_to_schema(found)).map_err(|why| refused(&why))?;
        let fields: Vec<_> = schema.fields().iter().map(|field| lenient(field)).collect();
        Ok(Self {
            lenient: Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone())),
            schema: Arc::new(schema),
            dictionaries: HashMap::new(),
            version: message.version(),
            most,
        })
    }

    /// Takes a message: the rows of a batch, of all columns or some, or nothing.
    ///
    /// # Errors
    /// It is damaged.
    pub fn take(&mut self, frame: &Frame, columns: Option<&[usize]>) -> Result<Option<RecordBatch>, String> {
        let message = frame.message();
        let check = |batch| check_unpacked(batch, &frame.body, self.most).map_err(|fault| fault.message);
        match message.header_type() {
            MessageHeader::RecordBatch => {
                let batch = message.header_as_record_batch().ok_or("it has no head")?;
                check(&batch)?;
                let schema = Arc::clone(&self.lenient);
                let (dictionaries, version) = (&self.dictionaries, &self.version);
                guarded(|| read_record_batch(&frame.body, batch, schema, dictionaries, columns, version))
                    .map(Some)
            }
            MessageHeader::DictionaryBatch => {
                let batch = message.header_as_dictionary_batch().ok_or("it has no head")?;
                batch.data().as_ref().map_or(Ok(()), check)?;
                let (schema, version) = (&self.lenient, &self.version);
                let dictionaries = &mut self.dictionaries;
                let read = guarded(|| read_dictionary(&frame.body, batch, schema, dictionaries, version));
                if read.is_err() {
                    // Rows must not get the values of an older one.
                    self.dictionaries.remove(&batch.id());
                }
                read.map(|()| None)
            }
            _ => Ok(None),
        }
    }
}
